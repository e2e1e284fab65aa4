import { types } from 'pg';
import { momentOf } from './row-types.ts';

describe('a point in time of a row', () => {
  it.each([
    '2026-11-23 10:00:00+00',
    '2026-11-23 10:00:00.1+00',
    '2026-11-23 10:00:00.12+00',
    '2026-11-23 10:00:00.123+00',
    '1999-12-31 23:59:59.999+00',
    '2000-02-29 00:00:00.007+00',
    '0099-02-28 00:00:00+00',
    '2026-11-23 10:00:00.123+05:30',
    '12026-11-23 10:00:00+00',
    '0044-03-15 12:00:00+00 BC',
    'infinity',
    '-infinity',
  ])('%s is read as pg reads it', (text) => {
    expect(momentOf(text)).toEqual(types.getTypeParser(1184)(text));
  });

  it('has every millisecond', () => {
    for (let ms = 0; ms < 1000; ms += 1) {
      const text = `2026-11-23 10:00:00.${String(ms).padStart(3, '0')}+00`;
      expect((momentOf(text) as Date).getUTCMilliseconds()).toBe(ms);
    }
  });
});
