import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { untilDeadline } from '@trellis/testing';
import { CommandLibrary, SEED_OF_COMFYUI } from '../library.spec-support.ts';

interface Applied {
  applied: number;
  skipped: number;
  linked: number;
  faults: { line: number; why: string }[];
  stopped: boolean;
}

const RULES = `
rules:
  - match: { name: 'old *', status: completed }
    persona: North Quay
    cluster: { name: Brought along, pillar: Daily }
    promptFromVariables: true
    nameFromVariables: true
    link: true
`;

/** Lines about links that were carried out, photos, and how many photos were ever made. */
const WRITTEN = `
  select (select count(*)::int from backfill_changes where change = 'run.link') as links, (select count(*)::int from photos) as photos,
    (select count(*)::int from audit_log where action = 'photo.created') as made`;

describe('trellis backfill', () => {
  let library: CommandLibrary;
  let rules: string;
  let plan: string;

  beforeEach(async () => {
    library = await CommandLibrary.start();
    rules = join(library.dataDir, 'rules.yaml');
    plan = join(library.dataDir, 'plan.jsonl');
    await writeFile(rules, RULES);
    await library.aPillar('Daily');
  });
  afterEach(() => library.stop());

  const planned = () =>
    library.json<{ changes: Record<string, number> }>('backfill', 'plan', '--rules', rules, '--out', plan);
  const apply = (...more: string[]) => library.json<Applied>('backfill', 'apply', plan, ...more);
  const snapshot = async () => {
    const runs = `select json_agg(to_jsonb(r) - 'updated_at' order by id)::text as runs, (select count(*)::int from clusters) as clusters,
      (select count(*)::int from photos) as photos, (select count(*)::int from cluster_links) as links from pipeline_runs r`;
    return library.one(runs);
  };

  it('plans, applies exactly that, holds, plans nothing more, and goes back to the start', async () => {
    const [id] = await library.existingRuns(3);
    const before = await snapshot();
    expect(await planned()).toMatchObject({
      code: 0,
      result: { changes: { 'cluster.create': 1, 'run.update': 3, 'run.link': 3 } },
    });
    expect(await snapshot()).toEqual(before);
    const lines = (await readFile(plan, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number; id: string; change: string });
    expect(lines.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(lines.find((line) => line.id === id && line.change === 'run.update')).toMatchObject({
      change: 'run.update',
      before: { personaId: null, clusterId: null, prompt: null, name: 'old 0' },
      after: { prompt: 'prompt 0', name: 'study 0', variables: { prompt: null, run_name: null } },
    });
    const nothing = { linked: 0, skipped: 0, faults: [], stopped: false };
    expect(await apply()).toEqual({ code: 0, result: { ...nothing, applied: 4, linked: 3 } });
    expect(await library.one('select name, prompt, variables::text from pipeline_runs where id = $1', [id])).toEqual({
      name: 'study 0',
      prompt: 'prompt 0',
      variables: `{"seed": ${SEED_OF_COMFYUI}}`,
    });
    expect(await library.json('backfill', 'verify', plan)).toEqual({
      code: 0,
      result: {
        lines: lines.map(({ line, change, id }) => ({ line, change, id, holds: true, why: null })),
        holding: 7,
        failing: 0,
        stopped: false,
      },
    });
    expect(await library.run('doctor')).toMatchObject({ code: 0, stdout: 'Nothing found.\n' });
    const again = join(library.dataDir, 'again.jsonl');
    await writeFile(rules, RULES.replace("'old *'", "'*'"));
    expect(await library.run('backfill', 'plan', '--rules', rules, '--out', again)).toMatchObject({
      stdout: 'nothing to change\n',
    });
    expect(await apply()).toMatchObject({ code: 0, result: { ...nothing, applied: 0, skipped: 7 } });
    expect(await library.json('backfill', 'revert', plan)).toEqual({
      code: 0,
      result: { reverted: 7, faults: [], stopped: false },
    });
    expect(await snapshot()).toEqual(before);
    expect(await library.json('backfill', 'verify', plan)).toMatchObject({ code: 1, result: { failing: 7 } });
  }, 90_000);

  it('settles the links of completed runs without a winner too', async () => {
    const [, without] = (await library.existingRuns(2)) as [string, string];
    await library.sql.query('update image_candidates set is_winner = false, winner_at = null where run_id = $1', [
      without,
    ]);
    await planned();
    expect(await apply()).toMatchObject({ code: 0, result: { applied: 3, linked: 2 } });
    expect(await library.one('select state, reason from cluster_links where run_id = $1', [without])).toEqual({
      state: 'skipped',
      reason: 'no_winner',
    });
    expect(await library.run('doctor')).toMatchObject({ code: 0 });
    expect(await library.json('backfill', 'verify', plan)).toMatchObject({ code: 0, result: { holding: 5 } });
    expect(await library.json('backfill', 'revert', plan)).toMatchObject({ code: 0, result: { reverted: 5 } });
  }, 60_000);

  it.each([
    ['a field that it changes', `prompt = 'edited'`],
    ['any other', `target_folder = '/edited'`],
  ])(
    'leaves alone what is no longer as the plan saw it, in %s, and what was posted',
    async (_what, edit) => {
      const [edited, posted] = (await library.existingRuns(2)) as [string, string];
      await planned();
      await library.sql.query(`update pipeline_runs set ${edit} where id = $1`, [edited]);
      const { code, result } = await apply();
      expect([code, result.applied, result.linked]).toEqual([1, 2, 1]);
      expect(result.faults.map(({ why }) => why)).toEqual([
        'it is no longer as the plan saw it',
        'skipped: no_cluster',
      ]);
      await library.sql.query(`update photos set posted_at = now()`);
      const reverted = await library.json<{ faults: { id: string; why: string }[] }>('backfill', 'revert', plan);
      expect(reverted.code).toBe(1);
      expect(reverted.result.faults.map(({ why }) => why)).toEqual([
        'its photo was posted',
        'its photo was posted',
        'it has runs or photos',
      ]);
      expect(reverted.result.faults[0]?.id).toBe(posted);
    },
    60_000,
  );

  it('takes the rest up where it stopped: --limit, --rate, --no-link, and two at once', async () => {
    await library.existingRuns(8);
    await planned();
    expect(await apply('--limit', '3', '--no-link')).toMatchObject({ code: 0, result: { applied: 3, linked: 0 } });
    const states = 'select count(*)::int as n from cluster_links where state = $1';
    expect(await library.one(states, ['pending'])).toEqual({ n: 2 });
    const both = await Promise.all([apply('--no-link', '--rate', '2'), apply('--no-link', '--rate', '3')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.reduce((sum, { result }) => sum + result.applied, 0)).toBe(6);
    const links = await Promise.all([apply(), apply()]);
    expect(links.map(({ code, result }) => [code, result.applied, result.faults])).toEqual([
      [0, 0, []],
      [0, 0, []],
    ]);
    expect(await library.one(WRITTEN)).toEqual({ links: 8, photos: 8, made: 8 });
  }, 90_000);

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'survives %s in the middle, and goes on from there',
    async (signal) => {
      await library.existingRuns(12);
      await planned();
      const { child, answer } = library.start('backfill', 'apply', plan, '--rate', '2');
      const done = 'select count(*)::int as n from backfill_changes';
      await untilDeadline('some lines', async () => (await library.one<{ n: number }>(done)).n >= 4);
      child.kill(signal);
      const { code, stderr } = await answer;
      if (signal === 'SIGINT') {
        expect(code).toBe(1);
        expect(stderr).toContain(`trellis backfill apply ${plan}`);
      }
      expect((await library.one<{ n: number }>(done)).n).toBeLessThan(13);
      const { result } = await apply();
      expect(result.faults).toEqual([]);
      expect(await library.json('backfill', 'verify', plan)).toMatchObject({ code: 0, result: { failing: 0 } });
      expect(await library.one('select count(*)::int as n from photos')).toEqual({ n: 12 });
    },
    90_000,
  );

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'survives %s while it links, and goes on from there',
    async (signal) => {
      await library.existingRuns(12);
      await planned();
      await apply('--no-link');
      const { child, answer } = library.start('backfill', 'apply', plan, '--rate', '2');
      const some = async () => (await library.one<{ links: number }>(WRITTEN)).links >= 4;
      await untilDeadline('some links', some);
      child.kill(signal);
      const { code, stderr } = await answer;
      if (signal === 'SIGINT')
        expect([code, stderr]).toEqual([1, expect.stringContaining('goes on with what is left')]);
      expect((await library.one<{ links: number }>(WRITTEN)).links).toBeLessThan(12);
      expect((await apply()).result.faults).toEqual([]);
      expect(await library.one(WRITTEN)).toEqual({ links: 12, photos: 12, made: 12 });
      expect(await library.json('backfill', 'verify', plan)).toMatchObject({ code: 0, result: { failing: 0 } });
    },
    90_000,
  );

  it('refuses a plan that is none, or is there already, and a database that may only be read', async () => {
    await library.existingRuns(1);
    await writeFile(plan, '{"line": 7}\n');
    expect(await library.run('backfill', 'apply', plan)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('line 1 is not a line of a plan'),
    });
    expect(await library.run('backfill', 'apply', '/nowhere')).toMatchObject({
      code: 2,
      stderr: 'There is no plan at /nowhere.\n',
    });
    expect(await library.run('backfill', 'plan', '--out', plan)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is there already'),
    });
    const fresh = join(library.dataDir, 'fresh.jsonl');
    library.env = { PGOPTIONS: '-c default_transaction_read_only=on' };
    expect(await library.run('backfill', 'plan', '--out', fresh)).toMatchObject({ code: 0 });
    const denied = await library.run('backfill', 'apply', fresh);
    expect(denied).toMatchObject({ code: 1, stderr: expect.stringContaining('read-only') });
    expect([existsSync(fresh), readFileSync(fresh, 'utf8').length > 0]).toEqual([true, true]);
  }, 60_000);

  it('plans, verifies and examines as a user of the database who may only read, and says so where that is not enough', async () => {
    await library.existingRuns(1);
    library.env = { DATABASE_URL: await library.readerUrl() };
    expect(await planned()).toMatchObject({ code: 0, result: { changes: { 'run.update': 1 } } });
    expect(await library.json('backfill', 'verify', plan)).toMatchObject({ code: 1, result: { failing: 3 } });
    expect(await library.run('doctor')).toMatchObject({ code: 0 });
    expect(await library.run('scores', 'check')).toMatchObject({ code: 0 });
    const before = await snapshot();
    for (const command of [
      ['backfill', 'apply', plan],
      ['link'],
      ['migrate', 'down'],
      ['keys', 'create', '--name', 'n', '--role', 'viewer'],
    ]) {
      const { code, stderr } = await library.run(...command);
      expect([command[0], code, stderr]).toEqual([command[0], 1, expect.stringContaining('permission denied')]);
    }
    expect(await snapshot()).toEqual(before);
  }, 60_000);
});
