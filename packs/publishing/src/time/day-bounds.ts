import { addDays, instantOf } from './wall-time.ts';

interface Bounds {
  /** Of the first day. */
  start: Date | undefined;
  /** After the last day. */
  end: Date | undefined;
}

/** The instants of local dates, both included. */
export const dayBounds = (from: string | undefined, to: string | undefined, zone: string): Bounds => ({
  start: from === undefined ? undefined : instantOf(`${from}T00:00`, zone),
  end: to === undefined ? undefined : instantOf(`${addDays(to, 1)}T00:00`, zone),
});
