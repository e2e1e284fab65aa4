import { jest } from '@jest/globals';
import { aPhoto } from '@trellis/photos/testing';
import { ObjectStores } from '@trellis/storage';
import { usePack } from '@trellis/testing/jest';
import { ClusteringModule } from '../clustering.module.ts';
import { aCluster } from '../testing.ts';
import { LinkLibrary } from './link-library.spec-support.ts';
import { LinkRows } from './link-rows.ts';
import { LinkWinnerService } from './link-winner.service.ts';

const first = { actor: 'test', lastAttempt: false };

describe('links that are finished together', () => {
  const pack = usePack([ClusteringModule], { env: { PUBLIC_BASE_URL: 'http://media.test', LINK_CONCURRENCY: '16' } });
  const library = new LinkLibrary(pack);
  const manager = () => pack.dataSource.manager;
  const runs = (many: number) => Promise.all(Array.from({ length: many }, () => library.aCompletedRun()));
  const link = (runId: string) => pack.module.get(LinkWinnerService).execute(runId, first);
  const states = (all: readonly { run: { id: string } }[]) =>
    Promise.all(all.map(async ({ run }) => (await library.linkOf(run.id)).state));
  afterEach(() => jest.restoreAllMocks());

  /** All originals are stored at the same moment, after `meanwhile`. */
  function storeTogether(many: number, meanwhile: () => Promise<void> = async () => undefined): void {
    const storage = pack.module.get(ObjectStores, { strict: false }).of('private');
    const put = storage.put.bind(storage);
    let stored = 0;
    let open = () => undefined as void;
    const all = new Promise<void>((resolve) => (open = resolve));
    jest.spyOn(storage, 'put').mockImplementation(async (...args) => {
      await put(...args);
      stored += 1;
      if (stored === many) await meanwhile().finally(open);
      await all;
    });
  }

  it('take few transactions, and leave one photo each, counted in its cluster', async () => {
    const all = await runs(12);
    storeTogether(12);
    const settle = jest.spyOn(pack.module.get(LinkRows), 'settleLinked');
    await Promise.all(all.map(({ run }) => link(run.id)));
    expect(await states(all)).toEqual(Array(12).fill('linked'));
    for (const { run } of all) expect(await library.photosOf(run.id)).toHaveLength(1);
    expect(settle.mock.calls.length).toBeLessThanOrEqual(4);
    const [{ wrong }] = await manager().query<[{ wrong: number }]>(
      `select count(*)::int as wrong from clusters c
       where photos_count <> (select count(*) from photos where cluster_id = c.id)`,
    );
    expect(wrong).toBe(0);
    const entries = await manager().query<{ n: number }[]>(
      `select count(*)::int as n from audit_log where action in ('photo.created', 'link.linked') and actor = 'test'
       group by action`,
    );
    expect(entries).toEqual([{ n: 12 }, { n: 12 }]);
  });

  it('do not wait for one that another transaction holds', async () => {
    const all = await runs(3);
    const held = all[1]?.run.id as string;
    const holder = pack.dataSource.createQueryRunner();
    await holder.startTransaction();
    storeTogether(3, async () => {
      await holder.query('select 1 from cluster_links where run_id = $1 for update', [held]);
    });
    const linking = all.map(({ run }) => link(run.id));
    await Promise.all([linking[0], linking[2]]);
    expect(await states(all)).toEqual(['linked', 'pending', 'linked']);
    await holder.rollbackTransaction();
    await holder.release();
    await Promise.all(linking);
    expect(await states(all)).toEqual(['linked', 'linked', 'linked']);
  });

  it('are linked also when the winner of one has changed, and the cluster of another', async () => {
    const all = await runs(4);
    const [changed, moved] = [all[0], all[1]] as [(typeof all)[0], (typeof all)[0]];
    const second = await library.aWinner(changed.run);
    const other = await aCluster(manager(), { personaId: moved.cluster.personaId });
    storeTogether(4, async () => {
      await library.choose(changed.run.id, second.id);
      await manager().query('update pipeline_runs set cluster_id = $2 where id = $1', [moved.run.id, other.id]);
    });
    await Promise.all(all.map(({ run }) => link(run.id)));
    expect(await states(all)).toEqual(Array(4).fill('linked'));
    expect(await library.linkOf(changed.run.id)).toMatchObject({ candidateId: second.id });
    expect(await library.linkOf(moved.run.id)).toMatchObject({ clusterId: other.id });
  });

  it('are linked also when one cannot be: its candidate has a photo already', async () => {
    const all = await runs(4);
    const { cluster, winner, run } = all[2] as (typeof all)[0];
    storeTogether(4, async () => {
      await aPhoto(manager(), { personaId: cluster.personaId, imageCandidateId: winner.id });
    });
    await Promise.all(all.map((one) => link(one.run.id)));
    expect(await states(all)).toEqual(Array(4).fill('linked'));
    expect(await library.photosOf(run.id)).toHaveLength(1);
  });
});
