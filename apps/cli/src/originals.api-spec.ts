import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startB2Dialect, type B2Dialect } from '@trellis/storage/testing';
import { useCommandLibraryPerTest } from './library.spec-support.ts';

interface Moved {
  moved: number;
  failed: { photoId: string; reason: string }[];
  stopped: boolean;
}
interface Row {
  photo_id: string;
  store: string;
  key: string;
}

describe('trellis originals move', () => {
  const library = useCommandLibraryPerTest();
  const objects = async () =>
    (await library.sql.query<Row>('select photo_id, store, key from photo_objects order by photo_id')).rows;
  const codes = async () => {
    const { result } = await library.json<{ findings: { code: string; ids: string[] }[] }>('doctor');
    return result.findings.map(({ code, ids }) => [code, ids]);
  };

  /** Linked photos whose originals are where the former release put them. Returns them as they were before. */
  async function publicOriginals(count: number): Promise<Row[]> {
    for (let i = 0; i < count; i += 1) await library.aCompletedRun();
    await library.run('link');
    const rows = await objects();
    for (const { photo_id, key } of rows) {
      const open = `photos/${photo_id}/${key.split('/').at(-1)}`;
      await mkdir(dirname(library.objectFile(open)), { recursive: true });
      await copyFile(library.objectFile(key, 'private'), library.objectFile(open));
      await rm(library.objectFile(key, 'private'));
      await library.sql.query(`update photo_objects set store = 'public', key = $2 where photo_id = $1`, [
        photo_id,
        open,
      ]);
    }
    return rows;
  }

  it('is asked for by doctor, moves everything, and finds nothing the second time', async () => {
    const before = await publicOriginals(3);
    const open = await objects();
    expect(await codes()).toEqual([['original_public', before.map(({ photo_id }) => photo_id)]]);
    expect(await library.json('originals', 'move', '--dry-run')).toEqual({ code: 0, result: { wouldMove: 3 } });
    expect(await objects()).toEqual(open);
    expect(await library.json<Moved>('originals', 'move')).toEqual({
      code: 0,
      result: { failed: [], moved: 3, stopped: false },
    });
    expect(await objects()).toEqual(before);
    for (const { key } of before) expect(library.hasObject(key, 'private')).toBe(true);
    for (const { key } of open) expect(library.hasObject(key)).toBe(true);
    expect(await codes()).toEqual([]);
    await library.sql.query(`update object_tombstones set not_before = now() - interval '1 minute'`);
    expect(await library.json('gc')).toMatchObject({ result: { deleted: 3 } });
    for (const { key } of open) expect(library.hasObject(key)).toBe(false);
    expect(await library.json('originals', 'move')).toMatchObject({ code: 0, result: { moved: 0 } });
    expect(await library.json('gc', '--untracked')).toMatchObject({ result: { total: 3, untracked: 0 } });
  }, 120_000);

  it('names originals that are gone or changed, leaves their rows, and moves the others', async () => {
    await publicOriginals(3);
    const [gone, changed, whole] = (await objects()) as [Row, Row, Row];
    await rm(library.objectFile(gone.key));
    const bytes = await readFile(library.objectFile(changed.key));
    await writeFile(library.objectFile(changed.key), Buffer.alloc(bytes.length));
    const { code, result } = await library.json<Moved>('originals', 'move');
    expect([code, result.moved, result.failed]).toEqual([
      1,
      1,
      [
        { photoId: gone.photo_id, reason: 'original_missing' },
        { photoId: changed.photo_id, reason: 'original_differs' },
      ],
    ]);
    const after = await objects();
    expect(after.slice(0, 2)).toEqual([gone, changed]);
    expect(after[2]).toMatchObject({ photo_id: whole.photo_id, store: 'private' });
  }, 120_000);
});

describe('a public bucket without a private one', () => {
  const library = useCommandLibraryPerTest();
  let store: B2Dialect;
  beforeEach(async () => {
    store = await startB2Dialect();
    const { S3_PRIVATE_BUCKET: _, ...alone } = store.settings;
    library.env = alone;
  });
  afterEach(() => store.stop());

  it('has originals under keys that cannot be guessed, which doctor says, until there is a private one', async () => {
    await library.aCompletedRun();
    await library.run('link');
    const row = () => library.one<Row>('select photo_id, store, key from photo_objects');
    const { photo_id, store: before, key } = await row();
    expect([before, key]).toEqual(['public', expect.stringMatching(`^originals/${photo_id}/[0-9a-f]{32}$`)]);
    const { result } = await library.json<{ findings: { code: string; ids: string[] }[] }>('doctor');
    expect(result.findings.map(({ code, ids }) => [code, ids])).toEqual([['originals_in_public_bucket', ['trellis']]]);
    expect(await library.json('originals', 'move')).toMatchObject({ code: 0, result: { moved: 0 } });
    library.env = store.settings;
    expect(await library.json('originals', 'move')).toMatchObject({ code: 0, result: { moved: 1 } });
    expect(await row()).toMatchObject({ store: 'private', key: expect.stringContaining(`originals/${photo_id}/`) });
    expect([...store.privateObjects.keys()]).toContain((await row()).key);
    expect(await library.json('doctor')).toMatchObject({ code: 0 });
  }, 120_000);

  it('says which setting is missing when there was a private one', async () => {
    library.env = store.settings;
    await library.aCompletedRun();
    await library.run('link');
    const { S3_PRIVATE_BUCKET: _, ...alone } = store.settings;
    library.env = alone;
    const { stdout } = await library.run('doctor');
    expect(stdout).toContain('NoPrivateBucket');
  }, 60_000);
});
