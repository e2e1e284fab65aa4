import { writeFile } from 'node:fs/promises';
import { jest } from '@jest/globals';
import { Subscriptions } from '@trellis/events';
import { ObjectStores, StorageUnavailableError, type ObjectStorage } from '@trellis/storage';
import { aPng } from '@trellis/testing';
import { usePack } from '@trellis/testing/jest';
import { ClusteringModule } from '../clustering.module.ts';
import { LinkLibrary } from './link-library.spec-support.ts';
import { LinkSweeper } from './link-sweeper.ts';
import { LinkWinnerService } from './link-winner.service.ts';
import { PlanLinkService } from './plan-link.service.ts';
import { LINK_WINNER } from './run-completed.listener.ts';

const first = { actor: 'test', lastAttempt: false };
const last = { actor: 'test', lastAttempt: true };

describe('the sweeper', () => {
  const pack = usePack([ClusteringModule], { env: { PUBLIC_BASE_URL: 'http://media.test' } });
  const library = new LinkLibrary(pack);
  let linker: LinkWinnerService;
  let storage: ObjectStorage;
  const manager = () => pack.dataSource.manager;
  const aCompletedRun = () => library.aCompletedRun();
  const linkOf = (runId: string) => library.linkOf(runId);

  beforeAll(() => {
    linker = pack.module.get(LinkWinnerService);
    storage = pack.module.get(ObjectStores, { strict: false }).of('private');
  });
  afterEach(() => jest.restoreAllMocks());

  const sweep = () => pack.module.get(LinkSweeper).sweep();
  const age = async (runId: string, minutes: number) => {
    await manager().query('alter table cluster_links disable trigger tr_cluster_links_touch');
    await manager().query(`update cluster_links set updated_at = now() - make_interval(mins => $2) where run_id = $1`, [
      runId,
      minutes,
    ]);
    await manager().query('alter table cluster_links enable trigger tr_cluster_links_touch');
  };

  it('reaches a completed run that no event reached', async () => {
    const { run } = await aCompletedRun();
    await sweep();
    expect(await linkOf(run.id)).toMatchObject({ state: 'linked' });
  });

  it('links what has been pending for five minutes, and nothing younger', async () => {
    const [old, young] = [await aCompletedRun(), await aCompletedRun()];
    for (const { run } of [old, young]) await pack.module.get(PlanLinkService).execute(run.id, 'test');
    await age(old.run.id, 6);
    await sweep();
    expect(await linkOf(old.run.id)).toMatchObject({ state: 'linked' });
    expect(await linkOf(young.run.id)).toMatchObject({ state: 'pending' });
  });

  it('links what failed in the store ten minutes ago, and skips what failed for its file', async () => {
    const [store, file] = [await aCompletedRun(), await aCompletedRun()];
    jest.spyOn(storage, 'put').mockRejectedValue(new StorageUnavailableError('put', new Error('503')));
    await expect(linker.execute(store.run.id, last)).rejects.toThrow();
    jest.restoreAllMocks();
    await writeFile(file.winner.imagePath, await aPng());
    await linker.execute(file.run.id, first);
    for (const { run } of [store, file]) await age(run.id, 11);
    await sweep();
    expect(await linkOf(store.run.id)).toMatchObject({ state: 'linked' });
    expect(await linkOf(file.run.id)).toMatchObject({ state: 'failed', reason: 'image_changed' });
  });

  it('continues after a failure', async () => {
    const runs = [await aCompletedRun(), await aCompletedRun(), await aCompletedRun()];
    jest.spyOn(storage, 'put').mockRejectedValueOnce(new StorageUnavailableError('put', new Error('503')));
    await sweep();
    const states = await Promise.all(runs.map(async ({ run }) => (await linkOf(run.id)).state));
    expect(states.sort()).toEqual(['failed', 'linked', 'linked']);
  });

  it('shares the limit of the subscription: an event waits for one round of the sweep', async () => {
    const { limit, concurrency } = pack.module.get(Subscriptions, { strict: false }).get(LINK_WINNER);
    for (let i = 0; i < 2 * concurrency; i += 1) await aCompletedRun();
    const order: string[] = [];
    const [full, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    jest.spyOn(linker, 'execute').mockImplementation(async () => {
      order.push('swept');
      if (order.length === concurrency) full.resolve();
      await release.promise;
    });
    const sweeping = sweep();
    await full.promise;
    const event = limit(async () => order.push('event'));
    order.push('released');
    release.resolve();
    await Promise.all([sweeping, event]);
    const round = Array.from({ length: concurrency }, () => 'swept');
    expect(order.slice(0, concurrency + 2)).toEqual([...round, 'released', 'event']);
    expect(order.slice(concurrency + 2)).toEqual(round);
  });
});
