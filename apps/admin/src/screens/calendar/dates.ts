const DAY_MS = 86_400_000;

const of = (date: string): Date => new Date(`${date}T00:00Z`);
const text = (date: Date): string => date.toISOString().slice(0, 10);

/** The date so many days later. */
export const addDays = (date: string, days: number): string => text(new Date(of(date).getTime() + days * DAY_MS));

/** The first of the month that is so many months later. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return text(new Date(Date.UTC(year, month - 1 + months, 1)));
}

export const mondayOf = (date: string): string => addDays(date, -((of(date).getUTCDay() + 6) % 7));

/** The days of a week from Monday, or of the six weeks that show a month. */
export function daysOf(date: string, view: 'month' | 'week'): string[] {
  const first = mondayOf(view === 'month' ? `${date.slice(0, 7)}-01` : date);
  return Array.from({ length: view === 'month' ? 42 : 7 }, (_, n) => addDays(first, n));
}

export const todayIn = (zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date());

/** `November 2026`, or the first day of a week. */
export const titleOf = (date: string, view: 'month' | 'week'): string =>
  view === 'month'
    ? new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(of(date))
    : `Week of ${dayName(mondayOf(date))}`;

export const dayName = (date: string): string =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    of(date),
  );

/** An address may say anything. */
export const isDate = (value: string | undefined): value is string =>
  value !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(of(value).getTime());
