import { isAllowed, judge, largestAllowed, smallestAround } from './judge-ratio.ts';
import type { Crop } from './readiness.ts';

const rules = { least: [4, 5], most: [191, 100], maxTrimPercent: 5 } as const;
const of = (width: number, height: number, crop: Crop | null = null) => judge({ width, height }, crop, rules);

describe('judge', () => {
  it.each([
    [1024, 1024],
    [1152, 896],
    [1216, 832],
    [1344, 768],
    [1080, 1350],
    [320, 320],
    [1910, 1000],
  ])('takes the whole of %s × %s', (width, height) => {
    expect(of(width, height)).toEqual({ shown: null, crop: { x: 0, y: 0, width, height }, lossPercent: 0 });
  });

  it('trims what costs little at the centre, and shows it', () => {
    const crop = { x: 0, y: 16, width: 896, height: 1120 };
    expect(of(896, 1152)).toEqual({ shown: { ...crop, mode: 'centre' }, crop, lossPercent: 2.8 });
    const wide = { x: 4, y: 0, width: 1910, height: 1000 };
    expect(of(1919, 1000)).toEqual({ shown: { ...wide, mode: 'centre' }, crop: wide, lossPercent: 0.5 });
  });

  it.each([
    [832, 1216, 14.5],
    [768, 1344, 28.6],
    [1536, 640, 20.4],
  ])('asks for a crop of %s × %s, which would lose %s %%', (width, height, lossPercent) => {
    const params = { width, height, lossPercent, maxTrimPercent: 5 };
    const reason = { key: 'ratio_not_allowed', params };
    expect(of(width, height)).toEqual({ refused: 'needs_crop', reason, lossPercent });
  });

  it('judges at the exact border', () => {
    expect([isAllowed({ width: 4, height: 5 }, rules), isAllowed({ width: 399, height: 500 }, rules)]).toEqual([
      true,
      false,
    ]);
    expect([isAllowed({ width: 191, height: 100 }, rules), isAllowed({ width: 192, height: 100 }, rules)]).toEqual([
      true,
      false,
    ]);
    // 950 of 1,000 lines: exactly 5 % are lost.
    expect(of(760, 1000)).toMatchObject({ shown: { width: 760, height: 950 }, lossPercent: 5 });
    // 5 % of 1,000 lines are 50: with 1,051 lines one more is lost than allowed.
    expect(of(800, 1052)).toMatchObject({ lossPercent: 4.9 });
    expect(of(800, 1053)).toMatchObject({ refused: 'needs_crop', lossPercent: 5 });
  });

  it.each([
    [319, 319, 319],
    [1, 50_000, 1],
  ])('refuses %s × %s as too small', (width, height, found) => {
    expect(of(width, height)).toEqual({
      refused: 'failed',
      reason: { key: 'too_small', params: { width: found, least: 320 } },
      lossPercent: null,
    });
  });

  it('takes a chosen rectangle as it is, and judges its width', () => {
    const crop = { x: 0, y: 88, width: 832, height: 1040 };
    const chosen = { ...crop, mode: 'attention' } as const;
    expect(of(832, 1216, chosen)).toEqual({ shown: chosen, crop, lossPercent: 14.5 });
    expect(of(832, 1216, { x: 0, y: 0, width: 300, height: 300, mode: 'rectangle' })).toMatchObject({
      refused: 'failed',
    });
  });

  it('asks again for a crop that is not allowed any more', () => {
    const chosen = { x: 0, y: 0, width: 750, height: 1000, mode: 'rectangle' } as const;
    expect(of(900, 1000, chosen)).toMatchObject({ refused: 'needs_crop', lossPercent: 16.7 });
  });

  it('pads to the nearest ratio and loses nothing', () => {
    const chosen = { x: 0, y: 0, width: 832, height: 1216, mode: 'pad' } as const;
    const padTo = { width: 973, height: 1216 };
    expect(of(832, 1216, chosen)).toMatchObject({ shown: chosen, padTo, lossPercent: 0 });
    expect(isAllowed(padTo, rules)).toBe(true);
  });

  it('finds sizes inside and around that are allowed, for every picture', () => {
    for (let width = 1; width < 120; width += 1)
      for (let height = 1; height < 120; height += 1) {
        const around = smallestAround({ width, height }, rules);
        expect(isAllowed(around, rules)).toBe(true);
        const inside = largestAllowed({ width, height }, rules);
        if (inside.width > 0 && inside.height > 1) expect(isAllowed(inside, rules)).toBe(true);
      }
  });
});
