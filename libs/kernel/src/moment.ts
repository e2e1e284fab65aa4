const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const MOMENT = /^(\d{4}-\d\d-\d\d)T((?:[01]\d|2[0-3]):[0-5]\d)(:[0-5]\d)?(\.\d{1,9})?(?:(Z)|([+-]\d\d)(?::?(\d\d))?)?$/;

/** Whether the text is a day that exists, as `YYYY-MM-DD`. `Date` would read 31 November as 1 December. */
export function isCalendarDay(text: string): boolean {
  const [, year, month, day] = DAY.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/**
 * An ISO 8601 day, or day and time; the day begins at 00:00, and a time without a zone is UTC.
 * Undefined for every other text and for an impossible day.
 */
export function momentOf(text: string): Date | undefined {
  const [, day, time, seconds = ':00', fraction = '', zulu, hours, minutes = '00'] =
    MOMENT.exec(DAY.test(text) ? `${text}T00:00` : text) ?? [];
  if (day === undefined || !isCalendarDay(day)) return undefined;
  const date = new Date(`${day}T${time}${seconds}${fraction}${zulu ?? (hours ? `${hours}:${minutes}` : 'Z')}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
