import { untilDeadline } from '@trellis/testing';
import { useBackfill } from './backfill.spec-support.ts';

describe('trellis backfill apply, repeated', () => {
  const backfill = useBackfill();
  const { library } = backfill;

  it('continues with the rest: --limit, --rate, --no-link, and two at once', async () => {
    await library.existingRuns(8);
    await backfill.planned();
    expect(await backfill.apply('--limit', '3', '--no-link')).toMatchObject({
      code: 0,
      result: { applied: 3, linked: 0 },
    });
    const states = 'select count(*)::int as n from cluster_links where state = $1';
    expect(await library.one(states, ['pending'])).toEqual({ n: 2 });
    const both = await Promise.all([
      backfill.apply('--no-link', '--rate', '2'),
      backfill.apply('--no-link', '--rate', '3'),
    ]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.reduce((sum, { result }) => sum + result.applied, 0)).toBe(6);
    const links = await Promise.all([backfill.apply(), backfill.apply()]);
    expect(links.map(({ code, result }) => [code, result.applied, result.faults])).toEqual([
      [0, 0, []],
      [0, 0, []],
    ]);
    expect(await backfill.written()).toEqual({ links: 8, photos: 8, made: 8 });
  }, 90_000);

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'survives %s in the middle, and continues from there',
    async (signal) => {
      await library.existingRuns(12);
      await backfill.planned();
      const { child, answer } = library.start('backfill', 'apply', backfill.plan, '--rate', '2');
      const done = 'select count(*)::int as n from backfill_changes';
      await untilDeadline('some lines', async () => (await library.one<{ n: number }>(done)).n >= 4);
      child.kill(signal);
      const { code, stderr } = await answer;
      if (signal === 'SIGINT') {
        expect(code).toBe(1);
        expect(stderr).toContain(`trellis backfill apply ${backfill.plan}`);
      }
      expect((await library.one<{ n: number }>(done)).n).toBeLessThan(13);
      const { result } = await backfill.apply();
      expect(result.faults).toEqual([]);
      expect(await library.json('backfill', 'verify', backfill.plan)).toMatchObject({
        code: 0,
        result: { failing: 0 },
      });
      expect(await library.one('select count(*)::int as n from photos')).toEqual({ n: 12 });
    },
    90_000,
  );

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'survives %s while it links, and continues from there',
    async (signal) => {
      await library.existingRuns(12);
      await backfill.planned();
      await backfill.apply('--no-link');
      const { child, answer } = library.start('backfill', 'apply', backfill.plan, '--rate', '2');
      const some = async () => (await backfill.written()).links >= 4;
      await untilDeadline('some links', some);
      child.kill(signal);
      const { code, stderr } = await answer;
      if (signal === 'SIGINT') expect([code, stderr]).toEqual([1, expect.stringContaining('continues with the rest')]);
      expect((await backfill.written()).links).toBeLessThan(12);
      expect((await backfill.apply()).result.faults).toEqual([]);
      expect(await backfill.written()).toEqual({ links: 12, photos: 12, made: 12 });
      expect(await library.json('backfill', 'verify', backfill.plan)).toMatchObject({
        code: 0,
        result: { failing: 0 },
      });
    },
    90_000,
  );
});
