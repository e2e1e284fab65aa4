import { Checkbox, Group } from '@mantine/core';
import { placeholderOf } from './placeholder.ts';
import type { Picture } from './picture.ts';
import type { Picks } from './use-picks.ts';

interface Props {
  picture: Picture;
  /** Its place in the grid, from 1. */
  n: number;
  isCurrent: boolean;
  picks: Picks;
  current: string | undefined;
  onClick: () => void;
  onOpen: () => void;
}

/** One picture with its checkbox. Shift extends the selection from the current one. */
export function Tile({ picture, n, isCurrent, picks, current, onClick, onOpen }: Props) {
  const { id, src, alt, name, placeholder, caption } = picture;
  const isPicked = picks.ids.has(id);
  const extend = (shift: boolean) => {
    if (shift && current) picks.extendTo(current, id);
    return shift;
  };
  return (
    <div role="gridcell" aria-selected={isPicked}>
      <button
        type="button"
        className="tile"
        aria-current={isCurrent}
        aria-label={name}
        style={{ backgroundImage: placeholderOf(placeholder) }}
        onClick={({ shiftKey }) => extend(shiftKey) || onClick()}
        onDoubleClick={onOpen}
      >
        {src && <img src={src} alt={alt} />}
      </button>
      <Group gap="xs" wrap="nowrap" className="caption">
        <Checkbox
          size="xs"
          aria-label={`Select ${n}`}
          checked={isPicked}
          onChange={({ nativeEvent }) => {
            const { shiftKey } = nativeEvent as unknown as MouseEvent;
            if (!extend(shiftKey)) picks.toggle(id);
          }}
        />
        {caption}
      </Group>
    </div>
  );
}
