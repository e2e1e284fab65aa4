import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { useCommandLibraryPerTest } from './library.spec-support.ts';

describe('trellis gc', () => {
  const library = useCommandLibraryPerTest();

  const tombstone = (key: string, due: string) =>
    library.sql.query(
      `insert into object_tombstones (key, not_before, reason) values ($1, now() + $2::interval, 'test')`,
      [key, due],
    );

  it('deletes what is due, and neither later objects nor those of photos', async () => {
    await library.aCompletedRun();
    await library.run('link');
    const { key } = await library.one<{ key: string }>('select key from photo_objects');
    for (const [name, due] of [
      ['old', '-1 minute'],
      ['older', '-1 day'],
      ['young', '1 minute'],
    ] as const) {
      await library.putObject(`photos/${name}`);
      await tombstone(`photos/${name}`, due);
    }
    await library.sql.query(
      `insert into object_tombstones (store, key, not_before, reason) values ('private', $1, now() - interval '1 minute', 'test')`,
      [key],
    );
    expect(await library.json('gc', '--dry-run')).toEqual({
      code: 0,
      result: { keys: ['photos/old', 'photos/older'], due: 2, deleted: 0, leftovers: 0, stopped: false },
    });
    expect(library.hasObject('photos/old')).toBe(true);
    expect(await library.json('gc')).toEqual({
      code: 0,
      result: { keys: [], due: 2, deleted: 2, leftovers: 0, stopped: false },
    });
    const left = ['photos/old', 'photos/older', 'photos/young'].map((one) => library.hasObject(one));
    expect([...left, library.hasObject(key, 'private')]).toEqual([false, false, true, true]);
    expect(await library.json('gc')).toMatchObject({ code: 0, result: { deleted: 0 } });
  }, 60_000);

  it('deletes the renditions of candidates whose run is gone, and no others', async () => {
    const { runId } = await library.aCompletedRun();
    const renditions = (id: string) => join(library.dataDir, 'candidates', '.renditions', id);
    const gone = randomUUID();
    for (const id of [runId, gone]) await mkdir(renditions(id), { recursive: true });
    expect(await library.json('gc', '--dry-run')).toMatchObject({
      result: { keys: [`renditions of run ${gone}`], leftovers: 1 },
    });
    expect(existsSync(renditions(gone))).toBe(true);
    expect(await library.run('gc')).toMatchObject({ code: 0, stdout: '1 objects deleted\n' });
    expect([existsSync(renditions(gone)), existsSync(renditions(runId))]).toEqual([false, true]);
  }, 60_000);

  it('deletes objects without a row, but not when there are suspiciously many', async () => {
    const { runId } = await library.aCompletedRun();
    await library.run('link');
    for (const name of ['reserved', 'intended', 'stray']) await library.putObject(`photos/${name}`);
    await tombstone('photos/reserved', '7 days');
    await library.sql.query(`update cluster_links set intended_key = 'photos/intended' where run_id = $1`, [runId]);
    const refused = await library.run('gc', '--untracked');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('1 of 4 objects have no row') });
    expect(await library.run('gc', '--untracked', '--dry-run')).toMatchObject({
      code: 0,
      stdout: 'photos/stray\n4 objects, 1 without a row, 0 deleted\n',
    });
    expect(await library.json('gc', '--untracked', '--force')).toEqual({
      code: 0,
      result: { keys: [], total: 4, untracked: 1, deleted: 1, stopped: false },
    });
    const left = ['reserved', 'intended', 'stray'].map((name) => library.hasObject(`photos/${name}`));
    expect(left).toEqual([true, true, false]);
    expect(await library.json('gc', '--untracked')).toEqual({
      code: 0,
      result: { keys: [], total: 3, untracked: 0, deleted: 0, stopped: false },
    });
  }, 60_000);
});
