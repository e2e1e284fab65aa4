import { PersonasModule } from '@trellis/personas';
import { ClustersStandIn } from '@trellis/testing';
import { usePack } from '@trellis/testing/jest';
import { RejectCandidateService } from '../candidates/reject-candidate.service.ts';
import { PipelineModule } from '../pipeline.module.ts';
import { RunTurns } from '../runs/run-turns.ts';
import { aCandidate, aRun, noClusterLocks } from '../testing.ts';
import { StandingsService } from './standings.service.ts';
import { VotesService } from './votes.service.ts';

describe('the standings of a step', () => {
  const pack = usePack([PersonasModule, PipelineModule], { standIns: [ClustersStandIn], providers: [noClusterLocks] });
  const setUp = async (candidates: number) => {
    const run = await aRun(pack.dataSource.manager);
    const ids: string[] = [];
    for (let n = 0; n < candidates; n += 1) ids.push((await aCandidate(pack.dataSource.manager, run, {})).id);
    const turns = new RunTurns(pack.database);
    return {
      ids,
      read: (stepId?: string) => new StandingsService(pack.database).find(run.id, stepId),
      vote: (a: number, b: number, outcome: 'a' | 'b' | 'draw') =>
        new VotesService(pack.database, turns).cast(
          run.id,
          { candidateA: ids[a] as string, candidateB: ids[b] as string, outcome },
          'test',
        ),
      reject: (n: number) => new RejectCandidateService(pack.database, turns).reject(ids[n] as string),
    };
  };

  it('are best first, with votes and wins, and settled when no pair is open', async () => {
    const { ids, read, vote } = await setUp(3);
    expect(await read()).toMatchObject({ settled: false, votesToGo: 3 });
    await vote(0, 1, 'b');
    await vote(1, 2, 'a');
    await vote(0, 2, 'draw');
    const { items, settled, votesToGo } = await read();
    expect(items.map(({ candidateId, rank, votes, wins }) => [candidateId, rank, votes, wins])).toEqual([
      [ids[1], 1, 2, 2],
      [ids[2], 2, 2, 0],
      [ids[0], 3, 2, 0],
    ]);
    expect([settled, votesToGo]).toEqual([true, 0]);
  });

  it('count no pair of a rejected candidate', async () => {
    const { ids, read, vote, reject } = await setUp(4);
    await vote(0, 1, 'a');
    await vote(0, 3, 'a');
    await reject(3);
    const { items, votesToGo } = await read();
    expect(items.map(({ candidateId }) => candidateId)).toEqual([
      ids[0],
      ...items.slice(1).map((one) => one.candidateId),
    ]);
    expect(items).toHaveLength(3);
    expect(votesToGo).toBe(2);
  });

  it('of a run without candidates are empty, and of no run refused', async () => {
    const { read } = await setUp(0);
    expect(await read()).toEqual({ stepId: null, items: [], settled: true, votesToGo: 0 });
    await expect(read('01890a5d-ac96-774b-bcce-b302099a8057')).rejects.toMatchObject({
      code: 'step_not_found',
    });
    await expect(
      new StandingsService(pack.database).find('01890a5d-ac96-774b-bcce-b302099a8057'),
    ).rejects.toMatchObject({
      code: 'run_not_found',
    });
  });
});
