import { Temporal } from 'temporal-polyfill';
import { datesOf, instantOf, isTimeZone, isWallTime, wallTimeOf, weekdayOf } from './wall-time.ts';

/** Twenty zones: with and without summer time, both hemispheres, half and quarter hours, a jump over the date line. */
const ZONES = [
  ...['Europe/Berlin', 'Europe/London', 'Europe/Dublin', 'Europe/Lisbon', 'America/New_York', 'America/St_Johns'],
  ...['America/Sao_Paulo', 'America/Santiago', 'America/Havana', 'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Tehran'],
  ...['Asia/Tokyo', 'Asia/Gaza', 'Africa/Casablanca', 'Africa/Cairo', 'Australia/Lord_Howe', 'Australia/Adelaide'],
  ...['Pacific/Apia', 'Pacific/Chatham'],
];

const QUARTER = 900_000;
const DAY = 96 * QUARTER;
const DAYS = Array.from({ length: 3 * 365 + 1 }, (_, n) => Date.UTC(2026, 0, 1) + n * DAY);

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** Milliseconds ahead of UTC, as the platform knows it. */
function offsetOf(at: number, zone: string): number {
  const known = offsets.get(`${zone} ${at}`);
  if (known !== undefined) return known;
  const options = { timeZone: zone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'medium' } as const;
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', options);
  formats.set(zone, format);
  const offset = Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
  offsets.set(`${zone} ${at}`, offset);
  return offset;
}

/** Of the instants around `at` that show the wall time, the first. */
const firstWith = (local: string, at: number, zone: string): number | undefined =>
  Array.from({ length: 17 }, (_, n) => at + (n - 8) * QUARTER).find(
    (one) => new Date(one + offsetOf(one, zone)).toISOString().slice(0, 16) === local,
  );

describe('the instant of a wall time', () => {
  it.each([
    ['an hour that does not exist', '2027-03-28T02:30', 'Europe/Berlin', '2027-03-28T01:30:00.000Z'],
    ['an hour that exists twice', '2027-10-31T02:30', 'Europe/Berlin', '2027-10-31T00:30:00.000Z'],
    ['an hour that exists twice in New York', '2027-11-07T01:30', 'America/New_York', '2027-11-07T05:30:00.000Z'],
    ['half an hour that does not exist', '2027-10-03T02:15', 'Australia/Lord_Howe', '2027-10-02T15:45:00.000Z'],
  ])('is right for %s', (_what, local, zone, at) => {
    expect(instantOf(local, zone).toISOString()).toBe(at);
  });

  it.each(ZONES)('is right in %s around every change from 2026 to 2028, and every week between', (zone) => {
    const changes = DAYS.filter((day) => offsetOf(day, zone) !== offsetOf(day - DAY, zone));
    const looked = [
      ...DAYS.filter((_, n) => n % 7 === 0),
      ...changes.flatMap((day) => Array.from({ length: 2 * 96 }, (_, n) => day - DAY + n * QUARTER)),
    ];
    for (const at of looked) {
      const local = wallTimeOf(new Date(at), zone);
      expect(local).toBe(new Date(at + offsetOf(at, zone)).toISOString().slice(0, 16));
      const found = instantOf(local, zone).getTime();
      expect(found).toBe(firstWith(local, at, zone));
      expect(found).toBe(Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds);
    }
  });

  it.each(ZONES)('is later by the gap in %s where the wall time does not exist', (zone) => {
    for (const day of DAYS.filter((one) => offsetOf(one, zone) > offsetOf(one - DAY, zone))) {
      const change = Array.from({ length: 97 }, (_, n) => day - DAY + n * QUARTER).find(
        (at) => offsetOf(at, zone) > offsetOf(at - QUARTER, zone),
      ) as number;
      const before = offsetOf(change - QUARTER, zone);
      const missing = new Date(change + before).toISOString().slice(0, 16);
      expect(instantOf(missing, zone).getTime()).toBe(change);
    }
  });
});

describe('a wall time', () => {
  it.each([
    ['2027-02-28T23:59', true],
    ['2027-02-29T00:00', false],
    ['2027-01-01T24:00', false],
    ['2027-01-01 10:00', false],
    ['2027-01-01T10:00Z', false],
  ])('%s: %s', (text, is) => {
    expect(isWallTime(text)).toBe(is);
  });

  it.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['+02:00', false],
    ['Mars/Olympus', false],
  ])('is of the zone %s: %s', (zone, is) => {
    expect(isTimeZone(zone)).toBe(is);
  });

  it('has a weekday, and follows the calendar over the end of February', () => {
    expect([weekdayOf('2026-11-30'), weekdayOf('2026-12-06')]).toEqual([1, 7]);
    expect([...datesOf('2028-02-28', '2028-03-01')]).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
  });
});
