import type { CalendarResponse, PostResponse } from '@trellis/api-client';
import { useWhyNot } from '../../session/session.tsx';
import { toastError } from '../../ui/toasts.tsx';
import { dayName } from './dates.ts';
import { moveTo } from './post-acts.ts';
import { PostButton } from './post-button.tsx';
import { dateOf } from './post-name.ts';

export interface Shown {
  posts: readonly PostResponse[];
  openSlots: CalendarResponse['openSlots'];
  days: readonly string[];
  today: string;
  /** `2026-11`: days of other months are paler. */
  month: string;
  current: string | undefined;
  onCurrent: (id: string) => void;
  onOpen: (post: PostResponse) => void;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** A cell for each day. A post is dragged to another day, and keeps its time. */
export function Days({ posts, openSlots, days, today, month, ...of }: Shown) {
  const whyNot = useWhyNot();
  const weeks = Array.from({ length: days.length / 7 }, (_, n) => days.slice(n * 7, n * 7 + 7));
  const drop = (id: string, date: string) => {
    const post = posts.find((one) => one.id === id);
    if (post && !whyNot) void moveTo(post, date).catch(toastError);
  };
  return (
    <div role="grid" aria-label="Calendar" className="calendar">
      <div role="row" className="calendar-week">
        {WEEKDAYS.map((name) => (
          <div key={name} role="columnheader">
            {name}
          </div>
        ))}
      </div>
      {weeks.map((week) => (
        <div role="row" key={week[0]} className="calendar-week">
          {week.map((day) => (
            <div
              key={day}
              role="gridcell"
              data-day={day}
              className={day.startsWith(month) || days.length === 7 ? 'calendar-day' : 'calendar-day other'}
              aria-current={day === today ? 'date' : undefined}
              onDragOver={(event) => event.preventDefault()}
              onDrop={(event) => drop(event.dataTransfer.getData('text/plain'), day)}
            >
              <time className="calendar-number" dateTime={day} title={dayName(day)}>
                {Number(day.slice(8))}
              </time>
              {posts
                .filter((post) => dateOf(post) === day)
                .map((post) => (
                  <PostButton key={post.id} post={post} draggable={!whyNot} {...of} />
                ))}
              {openSlots
                .filter(({ local }) => local.startsWith(day))
                .map(({ slotId, local, accountId }) => (
                  <span key={`${slotId} ${accountId}`} className="calendar-open">
                    {local.slice(11, 16)} open
                  </span>
                ))}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
