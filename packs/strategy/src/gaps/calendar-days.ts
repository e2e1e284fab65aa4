const DAY_MS = 24 * 60 * 60 * 1000;
const LAST = '9999-12-31';

/** Days since 1970 of an ISO 8601 calendar date. */
export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

export const LAST_DAY = dayOf(LAST);

/** The calendar date of a day; years after 9999 end there. */
export const dateOf = (day: number): string => new Date(Math.min(day, LAST_DAY) * DAY_MS).toISOString().slice(0, 10);

/** The UTC date of now. */
export const today = (): string => new Date().toISOString().slice(0, 10);
