import { isCalendarDay, momentOf } from './index.ts';

describe('moment', () => {
  it.each([
    ['2025-11-01', '2025-11-01T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2025-11-01T10:30', '2025-11-01T10:30:00.000Z'],
    ['2025-11-01T10:30:15.5', '2025-11-01T10:30:15.500Z'],
    ['2025-11-01T10:30:00Z', '2025-11-01T10:30:00.000Z'],
    ['2025-11-01T10:30:00+05:30', '2025-11-01T05:00:00.000Z'],
    ['2025-11-01T10:30:00-0200', '2025-11-01T12:30:00.000Z'],
    ['2025-11-01T10:30:00+01', '2025-11-01T09:30:00.000Z'],
  ])('reads %s as %s', (text, moment) => {
    expect(momentOf(text)?.toISOString()).toBe(moment);
  });

  it.each([
    '01.11.2025',
    '11/01/2025',
    '2025-11-31',
    '2025-02-29',
    '2025-13-01',
    '2025-00-10',
    '2025-02-30T10:00:00Z',
    '2025-11-01T24:00:00Z',
    '2025-11-01T10:60:00Z',
    '2025-11-01 10:00:00',
    '2025',
    'yesterday',
    '',
  ])('does not guess what %j means', (text) => {
    expect(momentOf(text)).toBeUndefined();
  });

  it('knows the days that exist', () => {
    expect(['2025-11-30', '2024-02-29'].map(isCalendarDay)).toEqual([true, true]);
    expect(['2025-11-31', '2025-02-29', '2025-1-1', '0000-01-01'].map(isCalendarDay)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
