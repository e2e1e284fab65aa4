import { writeFile } from 'node:fs/promises';
import { jest } from '@jest/globals';
import { PipelineFacade } from '@trellis/pipeline';
import { aRun } from '@trellis/pipeline/testing';
import { ObjectStores, StorageUnavailableError, type ObjectStorage } from '@trellis/storage';
import { usePack } from '@trellis/testing/jest';
import { ClusteringModule } from '../clustering.module.ts';
import { aCluster } from '../testing.ts';
import { ClusterLinkEntity } from './cluster-link.entity.ts';
import { FinishLinkService } from './finish-link.service.ts';
import { LinkLibrary } from './link-library.spec-support.ts';
import { LinkWinnerService } from './link-winner.service.ts';
import { PlanLinkService } from './plan-link.service.ts';
import { StoreWinnerService } from './store-winner.service.ts';

const first = { actor: 'test', lastAttempt: false };
const last = { actor: 'test', lastAttempt: true };

describe('linking a winner', () => {
  const pack = usePack([ClusteringModule], { env: { PUBLIC_BASE_URL: 'http://media.test' } });
  const library = new LinkLibrary(pack);
  let linker: LinkWinnerService;
  let storage: ObjectStorage;
  const manager = () => pack.dataSource.manager;

  beforeAll(() => {
    linker = pack.module.get(LinkWinnerService);
    storage = pack.module.get(ObjectStores, { strict: false }).of('private');
  });
  afterEach(() => jest.restoreAllMocks());

  const aCompletedRun = (options = {}) => library.aCompletedRun(options);
  const aWinner = (run: { id: string; pipelineId: string }) => library.aWinner(run);
  const linkOf = (runId: string) => library.linkOf(runId);
  const choose = (runId: string, candidateId: string) => library.choose(runId, candidateId);
  const photosOf = (runId: string) => library.photosOf(runId);
  const objects = async (prefix = 'originals/') => {
    const keys = [];
    for await (const key of storage.list(prefix)) keys.push(key);
    return keys;
  };

  it('does nothing about a run that is not completed', async () => {
    const run = await aRun(manager());
    await linker.execute(run.id, first);
    expect(await manager().countBy(ClusterLinkEntity, { runId: run.id })).toBe(0);
  });

  it('links once after ten concurrent calls', async () => {
    const { run } = await aCompletedRun();
    await Promise.all(Array.from({ length: 10 }, () => linker.execute(run.id, first)));
    const photos = await photosOf(run.id);
    expect(photos).toHaveLength(1);
    expect(await linkOf(run.id)).toMatchObject({
      state: 'linked',
      photoId: photos[0]?.id,
      intendedPhotoId: null,
      intendedKey: null,
    });
    expect(await objects(`originals/${photos[0]?.id}`)).toHaveLength(1);
  });

  it('does not read the file again once the photo is there', async () => {
    const { run } = await aCompletedRun();
    await linker.execute(run.id, first);
    const open = jest.spyOn(pack.module.get(PipelineFacade), 'openImage');
    await linker.execute(run.id, first);
    expect(open).not.toHaveBeenCalled();
  });

  it.each([
    ['before the store is touched', StoreWinnerService],
    ['after the object is stored', FinishLinkService],
  ])('leaves an intention after a crash %s, and the retry keeps photo id and key', async (_when, service) => {
    const { run } = await aCompletedRun();
    jest
      .spyOn(pack.module.get(service as typeof StoreWinnerService), 'execute')
      .mockRejectedValueOnce(new Error('killed'));
    await expect(linker.execute(run.id, first)).rejects.toThrow('killed');
    const intended = await linkOf(run.id);
    expect(intended).toMatchObject({ state: 'pending', photoId: null });
    expect(await photosOf(run.id)).toEqual([]);
    await linker.execute(run.id, first);
    expect(await photosOf(run.id)).toEqual([{ id: intended.intendedPhotoId, key: intended.intendedKey }]);
    expect(await linkOf(run.id)).toMatchObject({ state: 'linked', attempts: 2 });
  });

  it('records reason and next attempt while the store is unavailable, and fails after the last attempt', async () => {
    const { run } = await aCompletedRun();
    jest.spyOn(storage, 'put').mockRejectedValue(new StorageUnavailableError('put', new Error('503')));
    await expect(linker.execute(run.id, first)).rejects.toMatchObject({ code: 'storage_unavailable' });
    const waiting = await linkOf(run.id);
    expect(waiting).toMatchObject({
      state: 'pending',
      reason: null,
      attempts: 1,
      lastError: expect.stringContaining('storage'),
    });
    expect(waiting.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now());
    await expect(linker.execute(run.id, last)).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(await linkOf(run.id)).toMatchObject({ state: 'failed', reason: 'storage_unavailable', attempts: 2 });
    jest.restoreAllMocks();
    await linker.execute(run.id, first);
    expect(await linkOf(run.id)).toMatchObject({ state: 'linked', reason: null, lastError: null });
  });

  it('starts over when the winner changes during the upload, and tombstones that object', async () => {
    const { run } = await aCompletedRun();
    const second = await aWinner(run);
    let abandoned: string | undefined;
    const put = storage.put.bind(storage);
    jest.spyOn(storage, 'put').mockImplementationOnce(async (...args) => {
      await put(...args);
      abandoned = args[0].split('/')[1];
      await choose(run.id, second.id);
    });
    await linker.execute(run.id, first);
    expect(await linkOf(run.id)).toMatchObject({ state: 'linked', candidateId: second.id });
    const [photo, ...others] = await photosOf(run.id);
    expect(others).toEqual([]);
    const tombstoned = await manager().query<{ key: string }[]>(
      `select key from object_tombstones where reason = 'link_abandoned' and key like $1`,
      [`originals/${abandoned}/%`],
    );
    expect(tombstoned).toHaveLength(1);
    expect(tombstoned[0]?.key).not.toBe(photo?.key);
  });

  it('keeps the object when only the cluster changes meanwhile', async () => {
    const { run, cluster } = await aCompletedRun();
    const other = await aCluster(manager(), { personaId: cluster.personaId });
    const plan = pack.module.get(PlanLinkService);
    const intention = await plan.execute(run.id, 'test');
    await manager().query('update pipeline_runs set cluster_id = $2 where id = $1', [run.id, other.id]);
    await linker.execute(run.id, first);
    expect(await photosOf(run.id)).toMatchObject([{ id: intention?.photoId }]);
    expect(await linkOf(run.id)).toMatchObject({ state: 'linked', clusterId: other.id });
  });

  it('links a former winner under a new key, never the tombstoned one', async () => {
    const { run, winner } = await aCompletedRun();
    const second = await aWinner(run);
    await linker.execute(run.id, first);
    const [before] = await photosOf(run.id);
    for (const candidate of [second, winner]) {
      await choose(run.id, candidate.id);
      await linker.execute(run.id, first);
    }
    const [after, ...others] = await photosOf(run.id);
    expect(others).toEqual([]);
    expect(after?.key).not.toBe(before?.key);
  });

  it('checks an image that was imported without facts', async () => {
    const { run } = await aCompletedRun({ registered: false });
    await linker.execute(run.id, first);
    expect(await linkOf(run.id)).toMatchObject({ state: 'linked' });
    const broken = await aCompletedRun({ registered: false });
    await writeFile(broken.winner.imagePath, 'no image');
    await linker.execute(broken.run.id, first);
    expect(await linkOf(broken.run.id)).toMatchObject({ state: 'failed', reason: 'not_an_image' });
  });

  it('ends for a deleted run, and tombstones its object', async () => {
    const { run } = await aCompletedRun();
    const put = storage.put.bind(storage);
    jest.spyOn(storage, 'put').mockImplementationOnce(async (...args) => {
      await put(...args);
      await manager().query('delete from pipeline_runs where id = $1', [run.id]);
    });
    await linker.execute(run.id, first);
    const tombstoned = await manager().query<object[]>(`select 1 from object_tombstones where reason = 'run_deleted'`);
    expect(tombstoned).toHaveLength(1);
  });
});
