import { ProgressEar } from './progress-ear.ts';

describe('the ear for progress', () => {
  const set = () => {
    const heard = { noted: [] as unknown[], woken: 0, failed: [] as unknown[], now: 0, isAway: false };
    const ear = new ProgressEar({
      note: (promptId, progress) => {
        if (heard.isAway) return Promise.reject(new Error('the database is away'));
        heard.noted.push([promptId, progress?.value ?? null]);
        return Promise.resolve();
      },
      wake: () => (heard.woken += 1),
      failed: (error) => heard.failed.push(error),
      clock: () => heard.now,
    });
    ear.follow('a');
    return { ear, heard };
  };
  const step = (value: number) => ({ promptId: 'a', progress: { value, max: 20 }, isEnd: false });

  it('writes progress once a second, and wakes at the end only', () => {
    const { ear, heard } = set();
    for (let value = 1; value <= 20; value += 1) {
      heard.now += 100;
      ear.hear(step(value));
    }
    expect(heard.noted).toEqual([
      ['a', 3],
      ['a', 13],
    ]);
    expect(heard.woken).toBe(0);
    ear.hear({ promptId: 'a', progress: null, isEnd: true });
    expect(heard.woken).toBe(1);
  });

  it('hears nothing of other prompts', () => {
    const { ear, heard } = set();
    ear.hear({ promptId: 'b', progress: null, isEnd: true });
    expect(heard).toMatchObject({ noted: [], woken: 0 });
  });

  it('goes on after a write that failed', async () => {
    const { ear, heard } = set();
    heard.isAway = true;
    heard.now += 1_000;
    ear.hear(step(1));
    await Promise.resolve();
    heard.isAway = false;
    heard.now += 1_000;
    ear.hear(step(2));
    expect(heard.noted).toEqual([['a', 2]]);
    await Promise.resolve();
    expect(heard.failed).toHaveLength(1);
  });

  it('takes silence for standing still only where it would hear everything', () => {
    const { ear } = set();
    ear.follow('a', { isSent: true });
    expect(ear.hearsAllOf('a')).toBe(false);
  });
});
