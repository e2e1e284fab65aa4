import { ReadBuffers, SMALL_BYTES } from './read-buffers.ts';

describe('buffers for files', () => {
  it('are used again, one link each, and are not kept without end', () => {
    const buffers = new ReadBuffers();
    const taken = Array.from({ length: 20 }, () => buffers.take());
    expect(new Set(taken).size).toBe(20);
    expect(taken.every(({ length }) => length === SMALL_BYTES)).toBe(true);
    for (const buffer of taken) buffers.giveBack(buffer);
    const again = Array.from({ length: 20 }, () => buffers.take());
    expect(again.filter((buffer) => taken.includes(buffer))).toHaveLength(8);
    expect(new Set(again).size).toBe(20);
  });
});
