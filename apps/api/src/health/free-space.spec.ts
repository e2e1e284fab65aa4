import { isTight } from './free-space.ts';

const MB = 256; // Blocks of 4 KB.

describe('the space of a disk', () => {
  it.each([
    ['99 MB of 1 GB', 99, 1000, true],
    ['101 MB of 1 GB', 101, 1000, false],
    ['1.9 % of a terabyte', 19_000, 1_000_000, true],
    ['2.1 % of a terabyte', 21_000, 1_000_000, false],
    ['no reported size', 0, 0, false],
  ])('with %s left', (_what, left, all, tight) => {
    expect(isTight({ bavail: left * MB, blocks: all * MB, bsize: 4096 })).toBe(tight);
  });
});
