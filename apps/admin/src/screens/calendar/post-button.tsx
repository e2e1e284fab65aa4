import type { PostResponse } from '@trellis/api-client';
import { isMovable, nameOf, timeOf } from './post-name.ts';

interface Props {
  post: PostResponse;
  draggable?: boolean;
  current: string | undefined;
  onCurrent: (id: string) => void;
  onOpen: (post: PostResponse) => void;
}

/** A post in the calendar: its time, its state by a mark and a word, and its name. */
export function PostButton({ post, draggable = false, current, onCurrent, onOpen }: Props) {
  const { id, state, due } = post;
  return (
    <button
      type="button"
      className={`calendar-post ${due ? 'due' : state}`}
      aria-label={`${timeOf(post)} ${nameOf(post)}`}
      aria-current={current === id || undefined}
      title={due ? 'due: post it now' : state}
      draggable={draggable && isMovable(post)}
      onDragStart={(event) => event.dataTransfer.setData('text/plain', id)}
      onFocus={() => onCurrent(id)}
      onClick={() => onOpen(post)}
    >
      <b>{timeOf(post)}</b> <bdi>{nameOf(post)}</bdi>
      {(due || state !== 'scheduled') && <i> {due ? 'due' : state}</i>}
    </button>
  );
}
