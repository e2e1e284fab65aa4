import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SEED_OF_COMFYUI } from '../library.spec-support.ts';
import { RULES, useBackfill } from './backfill.spec-support.ts';

describe('trellis backfill', () => {
  const backfill = useBackfill();
  const { library } = backfill;

  it('plans, applies exactly the plan, verifies it, plans nothing more, and reverts', async () => {
    const [id] = await library.existingRuns(3);
    const before = await backfill.snapshot();
    expect(await backfill.planned()).toMatchObject({
      code: 0,
      result: { changes: { 'cluster.create': 1, 'run.update': 3, 'run.link': 3 } },
    });
    expect(await backfill.snapshot()).toEqual(before);
    const lines = (await readFile(backfill.plan, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number; id: string; change: string });
    expect(lines.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(lines.find((line) => line.id === id && line.change === 'run.update')).toMatchObject({
      change: 'run.update',
      before: { personaId: null, clusterId: null, prompt: null, name: 'old 0' },
      after: { prompt: 'prompt 0', name: 'study 0', variables: { prompt: null, run_name: null } },
    });
    const nothing = { linked: 0, settled: 0, skipped: 0, faults: [], stopped: false };
    expect(await backfill.apply()).toEqual({ code: 0, result: { ...nothing, applied: 4, linked: 3 } });
    expect(await library.one('select name, prompt, variables::text from pipeline_runs where id = $1', [id])).toEqual({
      name: 'study 0',
      prompt: 'prompt 0',
      variables: `{"seed": ${SEED_OF_COMFYUI}}`,
    });
    expect(await library.json('backfill', 'verify', backfill.plan)).toEqual({
      code: 0,
      result: {
        lines: lines.map(({ line, change, id }) => ({ line, change, id, holds: true, why: null })),
        holding: 7,
        failing: 0,
        stopped: false,
      },
    });
    expect(await library.run('doctor')).toMatchObject({ code: 0, stdout: 'No findings.\n' });
    const again = join(library.dataDir, 'again.jsonl');
    await writeFile(backfill.rules, RULES.replace("'old *'", "'*'"));
    expect(await library.run('backfill', 'plan', '--rules', backfill.rules, '--out', again)).toMatchObject({
      stdout: 'nothing to change\n',
    });
    expect(await backfill.apply()).toMatchObject({ code: 0, result: { ...nothing, applied: 0, skipped: 7 } });
    expect(await library.json('backfill', 'revert', backfill.plan)).toEqual({
      code: 0,
      result: { reverted: 7, faults: [], stopped: false },
    });
    expect(await backfill.snapshot()).toEqual(before);
    expect(await library.json('backfill', 'verify', backfill.plan)).toMatchObject({ code: 1, result: { failing: 7 } });
  }, 90_000);

  it('also settles the links of completed runs without a winner', async () => {
    const [, without] = (await library.existingRuns(2)) as [string, string];
    await library.sql.query('update image_candidates set is_winner = false, winner_at = null where run_id = $1', [
      without,
    ]);
    await backfill.planned();
    expect(await backfill.apply()).toMatchObject({ code: 0, result: { applied: 3, linked: 1, settled: 1 } });
    expect(await library.one('select state, reason from cluster_links where run_id = $1', [without])).toEqual({
      state: 'skipped',
      reason: 'no_winner',
    });
    expect(await library.run('doctor')).toMatchObject({ code: 0 });
    expect(await library.json('backfill', 'verify', backfill.plan)).toMatchObject({ code: 0, result: { holding: 5 } });
    expect(await library.json('backfill', 'revert', backfill.plan)).toMatchObject({ code: 0, result: { reverted: 5 } });
  }, 60_000);

  it.each([
    ['a field that it changes', `prompt = 'edited'`],
    ['any other', `target_folder = '/edited'`],
  ])(
    'skips what has changed since the plan in %s, and what was posted',
    async (_what, edit) => {
      const [edited, posted] = (await library.existingRuns(2)) as [string, string];
      await backfill.planned();
      await library.sql.query(`update pipeline_runs set ${edit} where id = $1`, [edited]);
      const { code, result } = await backfill.apply();
      expect([code, result.applied, result.linked]).toEqual([1, 2, 1]);
      expect(result.faults.map(({ why }) => why)).toEqual([
        'it has changed since the plan was written',
        'it has changed since the plan was written',
      ]);
      await library.sql.query(`update photos set posted_at = now()`);
      const reverted = await library.json<{ faults: { id: string; why: string }[] }>(
        'backfill',
        'revert',
        backfill.plan,
      );
      expect(reverted.code).toBe(1);
      expect(reverted.result.faults.map(({ why }) => why)).toEqual([
        'its photo was posted',
        'its link was not reverted',
        'it has runs or photos',
      ]);
      expect(reverted.result.faults[0]?.id).toBe(posted);
    },
    60_000,
  );
});
