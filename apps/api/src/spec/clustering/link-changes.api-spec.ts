import { aLinkedRun, aPreparedRun } from '../support/library.spec-support.ts';
import { checkedCounts, photoOf } from './photo-facts.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

describe('the link of a completed run', () => {
  const app = useApp();
  const library = useLibrary(app);

  const photo = (id: string) => photoOf(app, id);
  const counts = (clusterId = library.clusterId) => checkedCounts(app, clusterId);

  it('is skipped without a winner, and linked as soon as it has one', async () => {
    const { runId, candidateIds } = await aPreparedRun(app, library, { winner: false });
    await app.ok('post', `/runs/${runId}/completion`);
    expect(await app.settled(runId)).toMatchObject({ state: 'skipped', reason: 'no_winner' });
    await app.ok('put', `/runs/${runId}/winner`, { candidateId: candidateIds[0] });
    expect(await app.settled(runId)).toMatchObject({ state: 'linked' });
  });

  it('is skipped without a cluster, and linked when it gets one', async () => {
    const { runId } = await aPreparedRun(app, library, { inCluster: false });
    await app.ok('post', `/runs/${runId}/completion`);
    expect(await app.settled(runId)).toMatchObject({ state: 'skipped', reason: 'no_cluster' });
    const run = await app.ok<{ personaId: string }>('patch', `/runs/${runId}`, { clusterId: library.clusterId });
    expect(run.personaId).toBe(library.personaId);
    expect(await app.settled(runId)).toMatchObject({ state: 'linked', clusterId: library.clusterId });
    await counts();
  });

  it('replaces its photo when another winner is chosen, and tombstones the old key', async () => {
    const { runId, candidateIds, photoId } = await aLinkedRun(app, library, { candidates: 2 });
    const before = await counts();
    await app.ok('put', `/runs/${runId}/winner`, { candidateId: candidateIds[1] });
    const link = await app.settled(runId);
    expect(link).toMatchObject({ state: 'linked', candidateId: candidateIds[1] });
    expect(link.photoId).not.toBe(photoId);
    expect((await app.call('get', `/photos/${photoId}`)).status).toBe(404);
    const tombstones = await app.dataSource.query<object[]>(`select reason from object_tombstones where key like $1`, [
      `originals/${photoId}/%`,
    ]);
    expect(tombstones).toEqual([{ reason: 'winner_replaced' }]);
    expect(await counts()).toBe(before);
  });

  it('loses its photo when the winner is unset', async () => {
    const { runId, photoId } = await aLinkedRun(app, library);
    expect((await app.call('delete', `/runs/${runId}/winner`)).status).toBe(204);
    expect(await app.settled(runId)).toMatchObject({ state: 'skipped', reason: 'no_winner', photoId: null });
    expect((await app.call('get', `/photos/${photoId}`)).status).toBe(404);
    await counts();
  });

  it('moves its photo to another cluster without a new object', async () => {
    const { runId, photoId } = await aLinkedRun(app, library);
    const { id: clusterId } = await app.ok<{ id: string }>('post', `/personas/${library.personaId}/clusters`, {
      name: `Tea ${runId}`,
    });
    await app.ok('patch', `/runs/${runId}`, { clusterId });
    expect(await app.settled(runId)).toMatchObject({ state: 'linked', photoId, clusterId });
    expect((await photo(photoId)).clusterId).toBe(clusterId);
    expect(await counts(clusterId)).toBe(1);
    await counts();
  });

  it('keeps its photo when its cluster is deleted, and moves it into the next one', async () => {
    const { id: clusterId } = await app.ok<{ id: string }>('post', `/personas/${library.personaId}/clusters`, {
      name: 'Short-lived',
    });
    const { runId, photoId } = await aLinkedRun(app, { ...library, clusterId });
    expect((await app.call('delete', `/clusters/${clusterId}`)).status).toBe(204);
    expect(await app.settled(runId)).toMatchObject({
      state: 'skipped',
      reason: 'no_cluster',
      photoId,
      clusterId: null,
    });
    expect((await photo(photoId)).clusterId).toBeNull();
    await app.ok('patch', `/runs/${runId}`, { clusterId: library.clusterId });
    expect(await app.settled(runId)).toMatchObject({ state: 'linked', photoId, clusterId: library.clusterId });
    await counts();
  });

  it('is not linked again after a person deleted the photo, until that is requested', async () => {
    const { runId, photoId, files } = await aLinkedRun(app, library);
    expect((await app.call('delete', `/photos/${photoId}`)).status).toBe(204);
    expect(await app.settled(runId)).toMatchObject({ state: 'skipped', reason: 'photo_deleted', photoId: null });
    expect(files).toHaveLength(1);
    const retried = await app.call('post', `/runs/${runId}/link`);
    expect(retried.status).toBe(202);
    expect(await app.settled(runId)).toMatchObject({ state: 'linked' });
    await counts();
  });

  it('keeps a posted photo when another winner is chosen', async () => {
    const { runId, photoId, candidateIds } = await aLinkedRun(app, library, { candidates: 2 });
    await app.ok('put', `/photos/${photoId}/posting`, {
      postedAt: '2026-11-23T10:00:00+01:00',
      provider: 'instagram',
      providerPostId: '1',
    });
    await app.ok('put', `/runs/${runId}/winner`, { candidateId: candidateIds[1] });
    expect(await app.settled(runId)).toMatchObject({ state: 'failed', reason: 'photo_posted', photoId });
    expect((await photo(photoId)).candidateId).toBe(candidateIds[0]);
    expect((await app.call('delete', `/photos/${photoId}`)).body).toMatchObject({ code: 'photo_posted', status: 409 });
    expect((await app.call('delete', `/photos/${photoId}/posting`)).status).toBe(204);
    await app.call('post', `/runs/${runId}/link`);
    expect(await app.settled(runId)).toMatchObject({ state: 'linked', candidateId: candidateIds[1] });
  });

  it('keeps its photo when it is deleted itself', async () => {
    const { runId, photoId } = await aLinkedRun(app, library);
    expect((await app.call('delete', `/runs/${runId}`)).status).toBe(204);
    expect(await photo(photoId)).toMatchObject({ candidateId: null, clusterId: library.clusterId });
    await counts();
  });
});
