import { datesOf, instantOf, weekdayOf } from '../time/wall-time.ts';

export interface Slot {
  id: string;
  /** 1 (Monday) .. 7 (Sunday). */
  weekday: number;
  /** `18:30`. */
  localTime: string;
  pillarId: string | null;
}

/** One time at which a slot posts. */
export interface Occurrence {
  slotId: string;
  /** The wall time in the account's zone: `2026-11-01T18:30`. */
  local: string;
  at: Date;
  pillarId: string | null;
}

/** The times of slots from one local date to another, both included, in the order of time. */
export function occurrencesOf(slots: readonly Slot[], zone: string, from: string, to: string): Occurrence[] {
  const found: Occurrence[] = [];
  for (const date of datesOf(from, to))
    for (const { id: slotId, weekday, localTime, pillarId } of slots)
      if (weekday === weekdayOf(date)) {
        const local = `${date}T${localTime}`;
        found.push({ slotId, local, at: instantOf(local, zone), pillarId });
      }
  return found.sort((a, b) => a.at.getTime() - b.at.getTime() || (a.slotId < b.slotId ? -1 : 1));
}

/** Two slots meet where a clock is set forward: one post goes out then. They are in the order of time. */
export const oneAtATime = <T extends Occurrence>(all: readonly T[]): T[] =>
  all.filter(({ at }, n) => all[n - 1]?.at.getTime() !== at.getTime());
