import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aPng, untilDeadline } from '@trellis/testing';
import { usePictures, type Planned } from './pictures.spec-support.ts';

const TOMBSTONES = 'select store, key from object_tombstones order by 1, 2';

describe('trellis import pictures', () => {
  const pictures = usePictures();
  const { library, path, put, rows, planned } = pictures;
  const folder = () => pictures.folder;
  const apply = (plan: string, ...args: string[]) => library.json<object>('import', 'pictures', 'apply', plan, ...args);
  const photos = () =>
    rows(`select regexp_replace(p.path, '^imports/[^/]+/', '') as file, c.name as cluster, p.ai_generated as ai,
      (select string_agg(tag, ',' order by tag_key) from photo_tags where photo_id = p.id) as tags
      from photos p left join clusters c on c.id = p.cluster_id order by 1`);

  it('plans clusters and tags by folder, changes nothing, applies the plan once, and reverts it', async () => {
    await put('coffee/a.png', await aPng());
    await put('coffee/Morning/dark/b.png', await aPng());
    await put('tea/c.png', await aPng());
    await put('tea/drafts/d.png', await aPng());
    await put('e.png', await aPng());
    const { code, result } = await planned('--rules', path('rules'), '--out', path('plan'));
    expect([code, result.files, result.changes]).toEqual([0, 5, { 'cluster.create': 2, 'photo.create': 3 }]);
    expect(result.notes.filter(({ outcome }) => outcome !== 'similar')).toEqual([
      { file: 'e.png', outcome: 'passed_over', detail: 'no rule takes it' },
      { file: 'tea/drafts/d.png', outcome: 'passed_over', detail: 'no rule takes it' },
    ]);
    expect([await photos(), await rows('select 1 from clusters')]).toEqual([[], []]);

    expect(await apply(path('plan'))).toMatchObject({ code: 0, result: { applied: 5, skipped: 0, faults: [] } });
    const made = [
      { file: 'coffee/Morning/dark/b.png', cluster: 'coffee', ai: false, tags: 'dark,Morning' },
      { file: 'coffee/a.png', cluster: 'coffee', ai: false, tags: null },
      { file: 'tea/c.png', cluster: 'Tea time', ai: true, tags: 'Tea' },
    ];
    expect(await photos()).toEqual(made);
    expect(await apply(path('plan'))).toMatchObject({ code: 0, result: { applied: 0, skipped: 5, faults: [] } });
    expect(await photos()).toEqual(made);
    expect(await library.json('backfill', 'verify', path('plan'))).toMatchObject({ code: 0, result: { holding: 5 } });
    expect(await library.run('doctor')).toMatchObject({ code: 0, stdout: 'No findings.\n' });

    expect(await library.json('backfill', 'revert', path('plan'))).toMatchObject({ code: 0, result: { reverted: 5 } });
    expect([await photos(), await rows('select 1 from clusters')]).toEqual([[], []]);
    expect(await library.run('import', 'pictures', 'apply', path('plan'))).toMatchObject({ code: 2 });
  }, 60_000);

  it('makes no photo of bytes that the persona has, and names files that look alike', async () => {
    const first = await put('1.png', await aPng());
    await put('2.png', first);
    const { result } = await planned('--cluster', 'Coffee', '--out', path('plan'));
    expect(result).toMatchObject({
      changes: { 'cluster.create': 1, 'photo.create': 1 },
      notes: [{ file: '2.png', outcome: 'exists', detail: '1.png' }],
    });
    expect(await planned('--out', path('other'))).toMatchObject({ result: { changes: { 'photo.create': 1 } } });
    await apply(path('plan'));
    const [{ id }] = (await rows('select id from photos')) as [{ id: string }];
    // The other plan is older than the photo.
    expect(await apply(path('other'))).toMatchObject({
      code: 1,
      result: { applied: 0, faults: [{ why: `the persona has the picture already: photo ${id}` }] },
    });
    expect(await planned('--dry-run')).toMatchObject({
      code: 0,
      result: { plan: null, changes: {}, notes: [{ outcome: 'exists', detail: id }, { outcome: 'exists' }] },
    });
    await rm(join(folder(), '1.png'));
    await rm(join(folder(), '2.png'));
    const { default: sharp } = await import('sharp');
    await put(
      'again.jpg',
      await sharp(first as Buffer)
        .jpeg({ quality: 80 })
        .toBuffer(),
    );
    expect((await planned('--dry-run')).result).toMatchObject({
      changes: { 'photo.create': 1 },
      notes: [{ file: 'again.jpg', outcome: 'similar', detail: id }],
    });
  }, 60_000);

  it('does not take a file that has changed or gone since the plan, and takes the rest later', async () => {
    for (const name of ['a.png', 'b.png', 'c.png']) await put(name, await aPng());
    const original = await readFile(join(folder(), 'b.png'));
    await planned('--out', path('plan'));
    await rm(join(folder(), 'a.png'));
    await put('b.png', await aPng());
    expect(await apply(path('plan'))).toMatchObject({
      code: 1,
      result: {
        applied: 1,
        faults: [{ why: 'the file is gone' }, { why: 'the file has changed since the plan was written' }],
      },
    });
    await put('b.png', original);
    expect(await apply(path('plan'), '--limit', '5')).toMatchObject({
      code: 1,
      result: { applied: 1, skipped: 1, faults: [{ why: 'the file is gone' }] },
    });
    expect(await photos()).toHaveLength(2);
  }, 60_000);

  it('leaves no photo and no untracked object when it is killed in the middle, and then continues', async () => {
    for (let i = 0; i < 12; i += 1) await put(`${i}.png`, await aPng());
    await planned('--out', path('plan'));
    const before = await rows(TOMBSTONES);
    const { child, answer } = library.start('import', 'pictures', 'apply', path('plan'), '--rate', '10');
    await untilDeadline('some photos', async () => (await rows('select 1 from photos')).length > 3);
    child.kill('SIGKILL');
    await answer;
    const [{ n }] = (await rows('select count(*)::int as n from photos')) as [{ n: number }];
    expect(n).toBeLessThan(12);
    expect(await apply(path('plan'))).toMatchObject({ code: 0, result: { applied: 12 - n, skipped: n, faults: [] } });
    expect(await library.run('doctor')).toMatchObject({ code: 0, stdout: 'No findings.\n' });
    expect(await rows(TOMBSTONES)).toEqual(before);
  }, 60_000);

  it('reads ZIP files, and refuses a damaged entry', async () => {
    await put('coffee/a.png', await aPng());
    await put('tea/naïve.png', await aPng());
    const zip = path('pictures.zip');
    await promisify(execFile)('python3', ['-m', 'zipfile', '-c', zip, 'coffee', 'tea'], { cwd: folder() });
    const from = ['import', 'pictures', '--persona', 'north quay', '--from', zip, '--rules', path('rules')];
    const { result } = await library.json<Planned>(...from, '--out', path('plan'));
    expect(result.changes).toEqual({ 'cluster.create': 2, 'photo.create': 2 });
    expect(await apply(path('plan'))).toMatchObject({ code: 0, result: { applied: 4 } });
    expect(await photos()).toMatchObject([{ file: 'coffee/a.png' }, { file: 'tea/naïve.png' }]);
    const bytes = await readFile(zip);
    bytes.fill(0, 100, 160);
    await writeFile(zip, bytes);
    const damaged = await library.json<Planned>(...from, '--dry-run');
    expect([damaged.code, damaged.result.notes[0]]).toMatchObject([1, { file: 'coffee/a.png', outcome: 'refused' }]);
  }, 60_000);
});
