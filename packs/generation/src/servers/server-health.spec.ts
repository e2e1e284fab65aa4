import type { NoAnswer } from '@trellis/comfyui';
import { ServerHealth, troubleOf } from './server-health.ts';

const silence: NoAnswer = { kind: 'no_answer', reason: 'timed_out', neverSent: false };
const refused: NoAnswer = { kind: 'no_answer', reason: 'unreachable', neverSent: true };

describe('what a process has heard of a server', () => {
  let now = 0;
  const health = () => new ServerHealth(() => now);

  it('is down at once by a refused connection or a refused key', () => {
    expect(health().failed(refused)).toBe(true);
    expect(health().failed({ kind: 'denied', status: 401 })).toBe(true);
    expect([troubleOf(refused), troubleOf({ kind: 'denied', status: 401 })]).toEqual(['unreachable', 'denied_401']);
  });

  it('is down by silence after a minute, counted from the first request that was not answered', () => {
    const one = health();
    now += 3_600_000;
    expect([one.silentMs, one.failed(silence)]).toEqual([0, false]);
    now += 59_999;
    expect(one.failed(silence)).toBe(false);
    now += 1;
    expect([one.failed(silence), one.silentMs]).toEqual([true, 60_000]);
    one.answered();
    expect([one.silentMs, one.failed(silence)]).toEqual([0, false]);
  });

  it('is asked less and less often, at least every 30 s', () => {
    const one = health();
    const pauses = Array.from({ length: 8 }, () => {
      one.failed(refused);
      return one.pauseMs;
    });
    expect(pauses).toEqual([1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 30_000, 30_000]);
  });
});
