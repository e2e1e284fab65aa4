import { placesFor } from './decoding-places.ts';

describe('places for decoding', () => {
  it('are bounded, and so are those who wait', async () => {
    const inPlace = placesFor({ atOnce: 2, waiting: 3 });
    const gate = Promise.withResolvers<void>();
    let [working, most] = [0, 0];
    const task = async () => {
      most = Math.max(most, (working += 1));
      await gate.promise;
      working -= 1;
      return 'done';
    };
    const tasks = Array.from({ length: 8 }, () => inPlace(task).catch((error: { code: string }) => error.code));
    gate.resolve();
    const results = await Promise.all(tasks);
    expect(most).toBe(2);
    expect(results.filter((result) => result === 'done').length).toBeGreaterThanOrEqual(3);
    expect(new Set(results)).toEqual(new Set(['done', 'too_busy']));
    expect(await inPlace(async () => 'free again')).toBe('free again');
  });
});
