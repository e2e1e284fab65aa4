import { newId } from '@trellis/kernel';
import { ApiKeys } from '@trellis/access';
import { aPng, untilDeadline } from '@trellis/testing';
import { aLibrary, aLinkedRun } from '../support/library.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

interface Results {
  results: { photoId: string; status: string; code: string | null; detail: string | null }[];
}

describe('a batch of photos', () => {
  const app = useApp();
  const library = useLibrary(app);

  const photos = async (count: number, clusterId = library.clusterId): Promise<string[]> => {
    const request = app.call('post', `/clusters/${clusterId}/photos`);
    for (let i = 0; i < count; i += 1) request.attach('files', await aPng(), `${i}.png`);
    return ((await request).body as { results: { photo: { id: string } }[] }).results.map(({ photo }) => photo.id);
  };
  const batch = (photoIds: unknown, order: object) => app.call('post', '/photos/batch', { photoIds, ...order });
  const codes = async (photoIds: string[], order: object) => {
    const { status, body } = await batch(photoIds, order);
    expect(status).toBe(207);
    return (body as Results).results.map(({ photoId, code }) => [photoIds.indexOf(photoId), code]);
  };
  const photo = (id: string | undefined) => app.ok<Record<string, unknown>>('get', `/photos/${id}`);

  it('is tagged, starred and described, each as often as it is asked', async () => {
    const ids = await photos(3);
    for (let i = 0; i < 2; i += 1) {
      expect(await codes(ids, { action: 'tag', tag: 'Sea' })).toEqual([
        [0, null],
        [1, null],
        [2, null],
      ]);
      await codes(ids, { action: 'star' });
      await codes(ids, { action: 'setAltText', altText: 'Water' });
    }
    expect(await photo(ids[1])).toMatchObject({ tags: ['Sea'], starred: true, altText: 'Water' });
    await codes(ids, { action: 'untag', tag: 'SEA' });
    await codes(ids, { action: 'unstar' });
    await codes(ids, { action: 'setAltText', altText: null });
    expect(await photo(ids[1])).toMatchObject({ tags: [], starred: false, altText: null });
  });

  it('answers for each photo in the order sent, also for one that is missing, or named twice', async () => {
    const [a, b] = (await photos(2)) as [string, string];
    const missing = newId();
    const { body } = await batch([b, missing, a, b], { action: 'delete' });
    expect((body as Results).results).toEqual([
      { photoId: b, status: 'done', code: null, detail: null },
      { photoId: missing, status: 'refused', code: 'photo_not_found', detail: 'There is no such photo.' },
      { photoId: a, status: 'done', code: null, detail: null },
      { photoId: b, status: 'done', code: null, detail: null },
    ]);
    expect((await app.call('get', `/photos/${a}`)).status).toBe(404);
  });

  it('is cropped where it fits', async () => {
    const ids = await photos(2);
    const crop = { mode: 'rectangle', x: 0, y: 0, width: 9999, height: 9999 };
    expect(await codes(ids, { action: 'crop', crop })).toEqual([
      [0, 'crop_invalid'],
      [1, 'crop_invalid'],
    ]);
    expect(await codes(ids, { action: 'crop', crop: { mode: 'pad' } })).toEqual([
      [0, null],
      [1, null],
    ]);
  });

  it('moves within the persona only; the photo of a winner takes its run along', async () => {
    const other = await aLibrary(app);
    const [upload] = await photos(1);
    const { id: clusterId } = await app.ok<{ id: string }>('post', `/personas/${library.personaId}/clusters`, {
      name: 'elsewhere',
    });
    const { runId, photoId } = await aLinkedRun(app, library);
    const ids = [upload ?? '', photoId];
    expect(await codes(ids, { action: 'move', clusterId: other.clusterId })).toEqual([
      [0, 'cluster_not_found'],
      [1, 'cluster_not_found'],
    ]);
    expect(await codes(ids, { action: 'move', clusterId })).toEqual([
      [0, null],
      [1, null],
    ]);
    expect(await app.ok('get', `/runs/${runId}`)).toMatchObject({ clusterId });
    await untilDeadline('the photo in its cluster', async () => (await photo(photoId))['clusterId'] === clusterId);
    expect(await app.settled(runId)).toMatchObject({ state: 'linked', photoId, clusterId });
    expect(await photo(upload)).toMatchObject({ clusterId });
    expect(await codes([upload ?? ''], { action: 'move', clusterId: null })).toEqual([[0, null]]);
    expect(await photo(upload)).toMatchObject({ clusterId: null });
  });

  it('refuses the 51st tag of a photo, and takes a tag away', async () => {
    const [id = ''] = await photos(1);
    const tags = Array.from({ length: 50 }, (_, i) => `tag ${i}`);
    await app.ok('patch', `/photos/${id}`, { tags });
    expect(await codes([id], { action: 'tag', tag: 'one more' })).toEqual([[0, 'tags_full']]);
    expect(await codes([id], { action: 'tag', tag: 'TAG 7' })).toEqual([[0, null]]);
    expect((await photo(id))['tags']).toHaveLength(50);
  });

  it.each<[string, () => [unknown, object], string]>([
    ['501 photos', () => [Array.from({ length: 501 }, newId), { action: 'star' }], 'photoIds'],
    ['no photo', () => [[], { action: 'star' }], 'photoIds'],
    ['an id that is none', () => [['x'], { action: 'star' }], 'photoIds'],
    ['another action', () => [[newId()], { action: 'eat' }], 'action'],
    ['no tag', () => [[newId()], { action: 'tag' }], 'tag'],
    ['a tag of 51 characters', () => [[newId()], { action: 'tag', tag: 'x'.repeat(51) }], 'tag'],
    ['no cluster', () => [[newId()], { action: 'move' }], 'clusterId'],
    ['no cluster, and null for another field', () => [[newId()], { action: 'move', altText: null }], 'clusterId'],
    ['no crop', () => [[newId()], { action: 'crop' }], 'crop'],
    ['half a crop', () => [[newId()], { action: 'crop', crop: { mode: 'rectangle', x: 0.5 } }], 'crop'],
    [
      'an alt text of 1,001 characters',
      () => [[newId()], { action: 'setAltText', altText: 'x'.repeat(1001) }],
      'altText',
    ],
    ['an empty alt text', () => [[newId()], { action: 'setAltText', altText: '' }], 'altText'],
  ])('is refused with %s', async (_what, given, field) => {
    const { status, body } = await batch(...given());
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.errors.map(({ path }: { path: string }) => path.split('.')[0])).toContain(field);
  });

  it('deletes for admins only', async () => {
    const ids = await photos(1);
    const { key } = await app.app.get(ApiKeys).create({ name: `operator ${newId()}`, role: 'operator' }, 'test');
    const refused = await batch(ids, { action: 'delete' }).set('Authorization', `Bearer ${key}`);
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    expect((await photo(ids[0]))['id']).toBe(ids[0]);
    expect((await batch(ids, { action: 'star' }).set('Authorization', `Bearer ${key}`)).status).toBe(207);
  });

  it('is done once with an Idempotency-Key', async () => {
    const [id = ''] = await photos(1);
    const send = () => batch([id], { action: 'delete' }).set('Idempotency-Key', `batch-${id}`);
    const [first, again] = [await send(), await send()];
    expect([first.status, again.status, again.text]).toEqual([207, 207, first.text]);
    expect((first.body as Results).results[0]?.status).toBe('done');
  });
});
