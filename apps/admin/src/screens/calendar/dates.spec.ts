import { addDays, addMonths, daysOf, isDate, mondayOf } from './dates.ts';

describe('the dates of a calendar', () => {
  it('cross months and years', () => {
    expect([addDays('2028-02-28', 1), addDays('2027-01-01', -1)]).toEqual(['2028-02-29', '2026-12-31']);
    expect([addMonths('2026-12-31', 1), addMonths('2026-01-15', -1)]).toEqual(['2027-01-01', '2025-12-01']);
  });

  it('begin their weeks on Monday', () => {
    expect([mondayOf('2026-11-29'), mondayOf('2026-11-30')]).toEqual(['2026-11-23', '2026-11-30']);
  });

  it('show a month in six weeks, which hold all of its days', () => {
    const days = daysOf('2026-11-15', 'month');
    expect([days.length, days[0], days[41]]).toEqual([42, '2026-10-26', '2026-12-06']);
    expect(daysOf('2026-11-29', 'week')).toHaveLength(7);
  });

  it.each([
    ['2026-11-30', true],
    ['2026-13-01', false],
    ['x', false],
    [undefined, false],
  ])('%s: %s', (value, is) => {
    expect(isDate(value)).toBe(is);
  });
});
