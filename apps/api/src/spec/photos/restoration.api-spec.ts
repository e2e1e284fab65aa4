import { untilDeadline, aPng } from '@trellis/testing';
import { newId } from '@trellis/kernel';
import { ObjectStores } from '@trellis/storage';
import { aLinkedRun } from '../support/library.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

interface Photo {
  id: string;
  readiness: { state: string };
}

describe('a deleted photo', () => {
  const app = useApp();
  const library = useLibrary(app);

  const photo = (id: string) => app.ok<Photo>('get', `/photos/${id}`);
  const rendered = (id: string) =>
    untilDeadline('the renditions', async () => (await photo(id)).readiness.state !== 'preparing');
  const deleted = async (id: string) => expect((await app.call('delete', `/photos/${id}`)).status).toBe(204);
  const restored = (id: string) => app.call('post', `/photos/${id}/restoration`);
  const linkOf = (runId: string) => app.ok<{ state: string; photoId: string | null }>('get', `/runs/${runId}/link`);
  const linked = (runId: string) =>
    untilDeadline('the link', async () => (await linkOf(runId)).state === 'linked' && (await linkOf(runId)));
  const uploaded = async (clusterId = library.clusterId) => {
    const upload = await app.call('post', `/clusters/${clusterId}/photos`).attach('files', await aPng(), 'a.png');
    return (upload.body as { results: [{ photo: Photo }] }).results[0].photo.id;
  };
  const objects = (id: string) =>
    app.dataSource.query<{ store: 'public' | 'private'; key: string }[]>(
      `select store, key from photo_objects where photo_id = $1 order by kind`,
      [id],
    );
  const tombstones = (id: string) =>
    app.dataSource.query<object[]>(`select key from object_tombstones where key like $1`, [`%/${id}/%`]);

  it('comes back as it was, with its objects, tags and link', async () => {
    const { runId, photoId } = await aLinkedRun(app, library);
    await app.ok('patch', `/photos/${photoId}`, { altText: 'A bowl', tags: ['Sea', 'sand'], starred: true });
    await rendered(photoId);
    const before = { photo: await photo(photoId), objects: await objects(photoId) };
    await deleted(photoId);
    expect(await linkOf(runId)).toMatchObject({ state: 'skipped', reason: 'photo_deleted', photoId: null });
    expect(await tombstones(photoId)).toHaveLength(before.objects.length);

    const { status, body } = await restored(photoId);
    expect([status, { ...body, updatedAt: '' }]).toEqual([200, { ...before.photo, updatedAt: '' }]);
    expect(await objects(photoId)).toEqual(before.objects);
    expect(await tombstones(photoId)).toEqual([]);
    expect(await linked(runId)).toMatchObject({ photoId, reason: null });
    expect((await restored(photoId)).body).toMatchObject({ status: 409, code: 'photo_exists' });

    const { items } = await app.ok<{ items: { action: string; data: object }[] }>(
      'get',
      `/audit?subjectType=photo&subjectId=${photoId}`,
    );
    expect(items.map(({ action }) => action).slice(0, 2)).toEqual(['photo.restored', 'photo.deleted']);
    expect(JSON.stringify(items)).not.toContain('originals/');
  });

  it('comes back once, however many ask', async () => {
    const photoId = await uploaded();
    await deleted(photoId);
    const statuses = (await Promise.all([1, 2, 3].map(() => restored(photoId)))).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 409, 409]);
  });

  it('does not replace the photo that its candidate has meanwhile', async () => {
    const { runId, photoId } = await aLinkedRun(app, library);
    await deleted(photoId);
    await app.call('post', `/runs/${runId}/link`);
    const { photoId: second } = await app.settled(runId);
    expect((await restored(photoId)).body).toMatchObject({ status: 409, code: 'photo_exists' });
    expect((await linkOf(runId)).photoId).toBe(second);
    expect(await tombstones(photoId)).not.toEqual([]);
  });

  it('stays gone when one of its objects is gone', async () => {
    const photoId = await uploaded();
    await rendered(photoId);
    const [first] = await objects(photoId);
    await deleted(photoId);
    await app.app
      .get(ObjectStores, { strict: false })
      .of(first?.store ?? 'public')
      .delete(first?.key ?? '');
    expect((await restored(photoId)).body).toMatchObject({ status: 410, code: 'image_missing' });
    expect((await app.call('get', `/photos/${photoId}`)).status).toBe(404);
  });

  it('stays gone when `gc` has begun to delete an object that is still there', async () => {
    const photoId = await uploaded();
    await deleted(photoId);
    await app.dataSource.query(`delete from object_tombstones where key like $1`, [`originals/${photoId}/%`]);
    expect((await restored(photoId)).body).toMatchObject({ status: 410, code: 'image_missing' });
    expect((await app.call('get', `/photos/${photoId}`)).status).toBe(404);
  });

  it('comes back without its cluster when that was deleted', async () => {
    const { id: clusterId } = await app.ok<{ id: string }>('post', `/personas/${library.personaId}/clusters`, {
      name: `Short-lived ${newId()}`,
    });
    const photoId = await uploaded(clusterId);
    await deleted(photoId);
    expect((await app.call('delete', `/clusters/${clusterId}`)).status).toBe(204);
    expect((await restored(photoId)).body).toMatchObject({ id: photoId, clusterId: null });
  });

  it('leaves a link that has another winner as it is', async () => {
    const { runId, photoId, candidateIds } = await aLinkedRun(app, library, { candidates: 2 });
    await app.ok('put', `/runs/${runId}/winner`, { candidateId: candidateIds[1] });
    const { photoId: second } = await app.settled(runId);
    expect((await restored(photoId)).body).toMatchObject({ id: photoId, candidateId: candidateIds[0] });
    await untilDeadline('the event', async () => {
      const [{ left }] = await app.dataSource.query<[{ left: number }]>(
        `select count(*)::int as left from pgboss.job where name = 'clustering.restore-link' and state <> 'completed'`,
      );
      return left === 0;
    });
    expect((await linkOf(runId)).photoId).toBe(second);
    await app.ok('put', `/runs/${runId}/winner`, { candidateId: candidateIds[0] });
    expect(await app.settled(runId)).toMatchObject({ state: 'linked', photoId, candidateId: candidateIds[0] });
    expect((await app.call('get', `/photos/${second}`)).status).toBe(404);
  });

  it('is not known when it never was', async () => {
    expect((await restored(newId())).body).toMatchObject({ status: 404, code: 'photo_not_found' });
  });
});
