import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { untilDeadline } from '@trellis/testing';
import { useCommandLibrary } from './library.spec-support.ts';

/** A table that the command needs. A lock on it stops the command in the middle. */
const commands = [
  ['votes', 'scores check'],
  ['object_tombstones', 'gc'],
  ['photo_objects', 'gc --untracked'],
  ['photo_objects', 'doctor'],
  ['photos', 'renditions'],
  ['photo_objects', 'originals move'],
  ['cluster_links', 'link'],
  ['pipeline_runs', 'backfill plan --out PLAN'],
  ['cluster_links', 'backfill verify KNOWN'],
  ['backfill_changes', 'backfill revert KNOWN'],
  ['backfill_changes', 'import pictures apply KNOWN'],
] as const;

describe('Ctrl-C', () => {
  const library = useCommandLibrary();
  beforeAll(async () => {
    for (let i = 0; i < 3; i += 1) await library.aCompletedRun();
    const line = {
      line: 1,
      plan: '01890a5d-ac96-774b-bcce-b302099a8fff',
      change: 'run.link',
      id: '01890a5d-ac96-774b-bcce-b302099a8ffe',
      before: { state: 'none', reason: null },
      after: {
        state: 'linked',
        clusterId: '01890a5d-ac96-774b-bcce-b302099a8ffd',
        candidateId: '01890a5d-ac96-774b-bcce-b302099a8ffc',
      },
    };
    await writeFile(join(library.dataDir, 'KNOWN'), `${JSON.stringify(line)}\n`);
  });

  const waiting = `select 1 as yes from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

  /** A running command that waits for the table until the holder ends. */
  const held = async (table: string, args: string[]) => {
    const holder = new Client({ connectionString: library.environment['DATABASE_URL'] });
    await holder.connect();
    await holder.query('begin');
    await holder.query(`lock table ${table} in access exclusive mode`);
    const started = library.start(...args);
    await untilDeadline(`${args.join(' ')} to wait`, () => library.one(waiting));
    return { ...started, holder };
  };

  it.each(commands)(
    'held on %s, in the middle of %s: finishes the current item, and prints how to continue',
    async (table, command) => {
      const args = command.split(' ').map((arg) => (/^[A-Z]+$/.test(arg) ? join(library.dataDir, arg) : arg));
      const { child, answer, holder } = await held(table, args);
      child.kill('SIGINT');
      await new Promise((resolve) => child.stderr?.once('data', resolve));
      await holder.end();
      const { code, stderr } = await answer;
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/Stopped.*(again to start over|continues with the rest)\./s),
      ]);
      expect(existsSync(join(library.dataDir, 'PLAN'))).toBe(false);
    },
    30_000,
  );

  it('is not needed: a killed plan leaves no file, and the next one is complete', async () => {
    const plan = join(library.dataDir, 'killed.jsonl');
    const { child, answer, holder } = await held('pipeline_runs', ['backfill', 'plan', '--out', plan]);
    child.kill('SIGKILL');
    await answer;
    await holder.end();
    expect(existsSync(plan)).toBe(false);
    expect(await library.json('backfill', 'plan', '--out', plan)).toMatchObject({
      code: 0,
      result: { changes: { 'run.link': 3 } },
    });
    expect(existsSync(plan)).toBe(true);
  }, 30_000);

  it.each([
    ['cluster_links', 'link', 'Run the command again'],
    ['backfill_changes', 'backfill apply KNOWN', '`trellis backfill apply'],
    ['backfill_changes', 'backfill revert KNOWN', 'Run the command again'],
    ['cluster_links', 'backfill verify KNOWN', '`trellis backfill verify'],
    ['photo_objects', 'doctor', 'Run the command again'],
  ])(
    'held on %s, in the middle of %s: a lost database is a failure with advice',
    async (table, command, how) => {
      const args = command.split(' ').map((arg) => (/^[A-Z]+$/.test(arg) ? join(library.dataDir, arg) : arg));
      const { answer, holder } = await held(table, args);
      await library.sql.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      const { code, stderr } = await answer;
      await holder.end();
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^The connection to the database was lost\. .*\n$/)]);
      expect(stderr).toContain(how);
    },
    30_000,
  );
});
