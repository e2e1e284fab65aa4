import fc from 'fast-check';
import { actingAs } from '@trellis/kernel';
import { PersonasModule } from '@trellis/personas';
import { ClustersStandIn } from '@trellis/testing';
import { usePack } from '@trellis/testing/jest';
import { RejectCandidateService } from '../candidates/reject-candidate.service.ts';
import { PipelineModule } from '../pipeline.module.ts';
import { RunTurns } from '../runs/run-turns.ts';
import { aCandidate, aRun, noClusterLocks } from '../testing.ts';
import { UpcomingPairsService, type UpcomingPair } from './upcoming-pairs.service.ts';
import { VotesService } from './votes.service.ts';

const key = (n: number) => ({ id: `01890a5d-ac96-774b-bcce-b302099a800${n}`, actor: `key:${n}` });
const idsOf = ({ a, b }: UpcomingPair) => [a.id, b.id];

describe('the next pairs', () => {
  const pack = usePack([PersonasModule, PipelineModule], {
    standIns: [ClustersStandIn],
    providers: [noClusterLocks],
  });
  const manager = () => pack.dataSource.manager;
  const aRunOf = async (candidates: number) => {
    const run = await aRun(manager());
    const ids: string[] = [];
    for (let n = 0; n < candidates; n += 1) ids.push((await aCandidate(manager(), run, {})).id);
    return { runId: run.id, ids };
  };
  const services = () => {
    const turns = new RunTurns(pack.database);
    return {
      pairs: new UpcomingPairsService(pack.database),
      votes: new VotesService(pack.database, turns),
      rejections: new RejectCandidateService(pack.database, turns),
    };
  };
  const draw = (runId: string, [candidateA = '', candidateB = '']: string[]) =>
    services().votes.cast(runId, { candidateA, candidateB, outcome: 'draw' }, 'test');

  it('show every picture before one a second time', async () => {
    const { runId, ids } = await aRunOf(12);
    const { pairs, openPairs, reason } = await services().pairs.find(runId, 6);
    expect(new Set(pairs.flatMap(idsOf))).toEqual(new Set(ids));
    expect([openPairs, reason]).toEqual([66, null]);
  });

  it('share no picture with the pair before while others are left', async () => {
    const { runId } = await aRunOf(12);
    const { pairs: service } = services();
    let queue = (await service.find(runId, 4)).pairs;
    let before: string[] = [];
    let shared = 0;
    for (let n = 0; n < 40; n += 1) {
      const next = queue[0];
      if (!next) break;
      if (idsOf(next).some((id) => before.includes(id))) shared += 1;
      before = idsOf(next);
      await draw(runId, before);
      queue = (await service.find(runId, 4)).pairs;
    }
    expect(shared).toBe(0);
  });

  it('are those that come one by one, when each gets a vote that moves no score', async () => {
    const act = fc.oneof(
      { weight: 4, arbitrary: fc.record({ do: fc.constant('draw' as const), on: fc.nat(7) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('reject' as const), on: fc.nat(6) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 14 }), async (acts) => {
        const { runId, ids } = await aRunOf(7);
        const { pairs, rejections } = services();
        for (const one of acts) {
          const offered = (await pairs.find(runId, 8)).pairs;
          const chosen = offered[one.on % Math.max(offered.length, 1)];
          if (one.do === 'draw' && chosen) await draw(runId, idsOf(chosen));
          if (one.do === 'reject') await rejections.reject(ids[one.on] as string);
        }
        const { pairs: ahead } = await pairs.find(runId, 8);
        for (const expected of ahead) {
          const { pairs: one } = await pairs.find(runId, 1);
          expect(one).toEqual([expected]);
          await draw(runId, idsOf(expected));
        }
        const { pairs: none, reason, openPairs } = await pairs.find(runId, 1);
        if (ahead.length < 8) expect([none, reason === null, openPairs]).toEqual([[], false, 0]);
      }),
      { numRuns: 20 },
    );
  }, 120_000);

  it('of two people differ while there are enough, and end for both', async () => {
    const { runId } = await aRunOf(6);
    const { pairs } = services();
    const find = (n: number) => actingAs(key(n), () => pairs.find(runId, 3));
    const [first, second] = [await find(1), await find(2)];
    const named = ({ pairs: found }: { pairs: UpcomingPair[] }) => found.map((pair) => idsOf(pair).sort().join(' '));
    expect(new Set([...named(first), ...named(second)]).size).toBe(6);
    // The same person again, after a reload.
    expect(named(await find(1))).toEqual(named(first));
    let left = await actingAs(key(2), () => pairs.find(runId, 8));
    while (left.pairs[0]) {
      await draw(runId, idsOf(left.pairs[0]));
      left = await actingAs(key(2), () => pairs.find(runId, 8));
    }
    expect([left.reason, left.openPairs, left.votesCast]).toEqual(['all_voted', 0, 15]);
  });

  it('are none in a run without candidates, and unknown without a run', async () => {
    const { runId } = await aRunOf(1);
    expect(await services().pairs.find(runId, 2)).toMatchObject({ pairs: [], reason: 'no_candidates', openPairs: 0 });
    const unknown = services().pairs.find('01890a5d-ac96-774b-bcce-b302099a8fff', 1);
    await expect(unknown).rejects.toMatchObject({ code: 'run_not_found' });
  });

  it('are undone by the key that cast the vote, only the latest', async () => {
    const { runId, ids } = await aRunOf(4);
    const { votes } = services();
    const cast = (n: number, [a = 0, b = 1]: number[]) =>
      actingAs(key(n), () =>
        votes.cast(runId, { candidateA: ids[a] as string, candidateB: ids[b] as string, outcome: 'a' }, 'test'),
      );
    const undo = (n: number, voteId: string, options = {}) =>
      actingAs(key(n), () => votes.undoOwn(runId, voteId, options));
    const [first, second] = [await cast(1, [0, 1]), await cast(2, [2, 3])];
    await expect(undo(1, first.id)).rejects.toMatchObject({ code: 'not_latest' });
    await expect(undo(1, second.id)).rejects.toMatchObject({ code: 'not_own_vote' });
    await expect(undo(1, runId)).rejects.toMatchObject({ code: 'vote_not_found' });
    expect((await undo(1, second.id, { anyone: true })).id).toBe(second.id);
    await expect(undo(2, second.id)).rejects.toMatchObject({ code: 'not_latest' });
    expect((await undo(1, first.id)).id).toBe(first.id);
  });
});
