import { Temporal } from 'temporal-polyfill';

/** `2026-11-01T18:30`: what a clock on a wall shows. */
const WALL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** Whether the zone is one of the IANA database, such as `Europe/Berlin`. */
export function isTimeZone(zone: string): boolean {
  // An offset is a zone to Temporal, but knows no summer time.
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId.length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Whether the text is a wall time of the calendar: `2026-02-30T10:00` is not. */
export function isWallTime(text: string): boolean {
  if (!WALL_TIME.test(text)) return false;
  try {
    Temporal.PlainDateTime.from(text, { overflow: 'reject' });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * The instant of a wall time in a zone. An hour that does not exist is later by the gap; of one that exists twice it is
 * the first.
 */
export const instantOf = (wallTime: string, zone: string): Date =>
  new Date(
    Temporal.PlainDateTime.from(wallTime).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds,
  );

/** The wall time of an instant in a zone, to the minute: `2026-11-01T18:30`. */
export const wallTimeOf = (instant: Date, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute', roundingMode: 'floor' });

/** 1 (Monday) .. 7 (Sunday) of a date `2026-11-01`. */
export const weekdayOf = (date: string): number => Temporal.PlainDate.from(date).dayOfWeek;

/** The dates from the first to the last, both included. */
export function* datesOf(from: string, to: string): Generator<string> {
  const last = Temporal.PlainDate.from(to);
  for (
    let date = Temporal.PlainDate.from(from);
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  )
    yield date.toString();
}

/** The date so many days later. */
export const addDays = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString();

/** The version of the zones' rules in this process. */
export const ZONE_DATA = process.versions.tz ?? 'unknown';
