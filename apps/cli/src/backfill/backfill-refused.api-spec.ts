import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useBackfill } from './backfill.spec-support.ts';

describe('trellis backfill with refusals', () => {
  const backfill = useBackfill();
  const { library } = backfill;

  it('refuses an invalid plan, an existing file, and a read-only database', async () => {
    await library.existingRuns(1);
    await writeFile(backfill.plan, '{"line": 7}\n');
    expect(await library.run('backfill', 'apply', backfill.plan)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('line 1 is not a line of a plan'),
    });
    await writeFile(backfill.plan, Buffer.from('{"change": "Küche"}\n', 'latin1'));
    expect(await library.run('backfill', 'apply', backfill.plan)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Byte 13 (line 1) is not UTF-8'),
    });
    expect(await library.run('backfill', 'apply', '/nowhere')).toMatchObject({
      code: 2,
      stderr: 'There is no plan at /nowhere.\n',
    });
    expect(await library.run('backfill', 'plan', '--out', backfill.plan)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('exists already'),
    });
    const fresh = join(library.dataDir, 'fresh.jsonl');
    library.env = { PGOPTIONS: '-c default_transaction_read_only=on' };
    expect(await library.run('backfill', 'plan', '--out', fresh)).toMatchObject({ code: 0 });
    const denied = await library.run('backfill', 'apply', fresh);
    expect(denied).toMatchObject({ code: 1, stderr: expect.stringContaining('read-only') });
    expect([existsSync(fresh), readFileSync(fresh, 'utf8').length > 0]).toEqual([true, true]);
  }, 60_000);

  it('plans, verifies and examines as a read-only database user, and reports where that is not enough', async () => {
    await library.existingRuns(1);
    library.env = { DATABASE_URL: await library.readerUrl(), MIGRATION_DATABASE_URL: '' };
    expect(await backfill.planned()).toMatchObject({ code: 0, result: { changes: { 'run.update': 1 } } });
    expect(await library.json('backfill', 'verify', backfill.plan)).toMatchObject({ code: 1, result: { failing: 3 } });
    expect(await library.run('doctor')).toMatchObject({ code: 0 });
    expect(await library.run('scores', 'check')).toMatchObject({ code: 0 });
    const before = await backfill.snapshot();
    for (const command of [
      ['backfill', 'apply', backfill.plan],
      ['link'],
      ['migrate', 'down'],
      ['keys', 'create', '--name', 'n', '--role', 'viewer'],
    ]) {
      const { code, stderr } = await library.run(...command);
      expect([command[0], code, stderr]).toEqual([command[0], 1, expect.stringContaining('permission denied')]);
    }
    expect(await backfill.snapshot()).toEqual(before);
  }, 60_000);
});
