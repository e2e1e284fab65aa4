import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { useCommandLibraryPerTest } from './library.spec-support.ts';

interface Answer {
  states: Record<string, number>;
  unready: { photoId: string; state: string; reasons: string[]; error: string | null }[];
  stopped: boolean;
}

describe('trellis renditions', () => {
  const library = useCommandLibraryPerTest();

  /** Linked photos of these sizes, without renditions: no worker runs. */
  async function photos(...sizes: { width: number; height: number }[]): Promise<void> {
    for (const size of sizes) await library.aCompletedRun(size);
    await library.run('link');
  }
  const square = { width: 400, height: 400 };
  const keys = () =>
    library.sql
      .query<{ key: string }>(`select key from photo_objects where kind <> 'original' order by key`)
      .then(({ rows }) => rows.map(({ key }) => key));

  it('counts and makes what is missing, says what cannot be posted, and finds nothing the second time', async () => {
    await photos(square, square, { width: 400, height: 900 });
    expect(await library.json('renditions', '--dry-run')).toEqual({ code: 0, result: { wouldRender: 3 } });
    const { code, result } = await library.json<Answer>('renditions');
    expect({ code, states: result.states, stopped: result.stopped }).toEqual({
      code: 0,
      states: { ready: 2, needs_crop: 1 },
      stopped: false,
    });
    expect(result.unready).toMatchObject([{ state: 'needs_crop', reasons: ['ratio_not_allowed'], error: null }]);
    expect(await keys()).toHaveLength(11);
    expect(await library.run('renditions')).toMatchObject({ code: 0, stdout: 'nothing to render\n' });
  }, 90_000);

  it('makes those of one photo again under new keys, and tombstones the former ones', async () => {
    await photos(square);
    await library.run('renditions', '--recipe', '1');
    const before = await keys();
    const { id } = await library.one<{ id: string }>('select id from photos');
    expect(await library.json('renditions', '--photo', id)).toMatchObject({
      code: 0,
      result: { states: { ready: 1 } },
    });
    expect((await keys()).filter((key) => before.includes(key))).toEqual([]);
    expect(
      await library.one(
        `select count(*)::int as n from object_tombstones where key = any(array['${before.join("','")}'])`,
      ),
    ).toEqual({ n: 4 });
  }, 90_000);

  it('passes over held photos until they are released', async () => {
    await photos(square, square);
    await library.sql.query('update photos set held_by = $1 where id = (select min(id::text)::uuid from photos)', [
      randomUUID(),
    ]);
    expect(await library.json('renditions')).toMatchObject({ code: 0, result: { states: { ready: 1 } } });
    await library.sql.query('update photos set held_by = null');
    expect(await library.json('renditions')).toMatchObject({ code: 0, result: { states: { ready: 1 } } });
  }, 90_000);

  it('names a photo whose original is gone', async () => {
    await photos(square);
    await rm(library.objectFile('originals', 'private'), { recursive: true });
    const { result: first } = await library.json<Answer>('renditions');
    expect(first.unready).toMatchObject([{ state: 'preparing', error: 'The original is not in the store.' }]);
    await library.sql.query('update photos set render_attempts = 4');
    const { result } = await library.json<Answer>('renditions');
    expect(result.unready).toMatchObject([{ state: 'failed', reasons: ['original_missing'] }]);
    expect(await library.json('doctor')).toMatchObject({
      code: 1,
      result: { findings: [expect.objectContaining({ code: 'photo_without_object' })] },
    });
  }, 90_000);

  it.each([
    ['--photo', 'x', '--photo must be the id of a photo.\n'],
    ['--recipe', '7', '--recipe must be 1: this release has no other.\n'],
  ])('refuses %s %s', async (option, value, stderr) => {
    expect(await library.run('renditions', option, value)).toMatchObject({ code: 2, stderr });
  });
});
