import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { Database } from '@trellis/database';
import { PersonasModule } from '@trellis/personas';
import { ClustersStandIn } from '@trellis/testing';
import { usePack } from '@trellis/testing/jest';
import { RejectCandidateService } from '../candidates/reject-candidate.service.ts';
import { pipelineChecks } from '../library-checks.ts';
import { PipelineModule } from '../pipeline.module.ts';
import { ChooseWinnerService } from '../candidates/choose-winner.service.ts';
import { RunEvents } from '../runs/run-events.ts';
import { RunTurns } from '../runs/run-turns.ts';
import { aCandidate, aRun, noClusterLocks } from '../testing.ts';
import { outcomes, type Outcome } from './elo.ts';
import { ScoreCheck } from './score-check.ts';
import { VotesService } from './votes.service.ts';

const CANDIDATES = 8;
const place = fc.nat(CANDIDATES - 1);

/** The actions of a person on a run; candidates are named by position. */
type Act =
  | { do: 'vote'; a: number; b: number; outcome: Outcome }
  | { do: 'undo' }
  | { do: 'reject' | 'lift' | 'choose'; on: number }
  | { do: 'unset' };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('vote'), a: place, b: place, outcome: fc.constantFrom(...outcomes) }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'undo' }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('reject', 'lift', 'choose'), on: place }) },
  { weight: 1, arbitrary: fc.constant({ do: 'unset' }) },
);

const EXPECTED = new Set([
  'already_voted',
  'not_comparable',
  'nothing_to_undo',
  'candidate_rejected',
  'winner_in_branch',
]);

describe('curation by concurrent people', () => {
  let pools: DataSource[];
  // Registered first, so the pools are closed before the database is dropped.
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.destroy()));
  });
  const pack = usePack([PersonasModule, PipelineModule], {
    standIns: [ClustersStandIn],
    providers: [noClusterLocks],
  });
  /** Simulates several processes: each has its own queue, so that only the database keeps them apart. */
  let others: Database[];
  beforeAll(async () => {
    const another = () => new DataSource({ ...pack.dataSource.options }).initialize();
    pools = await Promise.all(Array.from({ length: 8 }, another));
    others = pools.map((pool) => new Database(pool));
  });

  const turns = new Map<Database, RunTurns>();
  const turnsOn = (database: Database): RunTurns => {
    const own = turns.get(database) ?? new RunTurns(database);
    turns.set(database, own);
    return own;
  };
  const manager = () => pack.dataSource.manager;
  const scores = (runId: string) =>
    manager().query(
      'select id, elo_score, vote_count, status, is_winner from image_candidates where run_id = $1 order by id',
      [runId],
    );

  /** A run whose candidates form a tree: every second one is a child of the one before. */
  const aTree = async () => {
    const run = await aRun(manager());
    const ids: string[] = [];
    for (let i = 0; i < CANDIDATES; i += 1) {
      const parentId = i % 2 ? (ids[i - 1] as string) : null;
      ids.push((await aCandidate(manager(), run, { parentId })).id);
    }
    return { runId: run.id, ids };
  };

  const perform = (
    { runId, ids }: { runId: string; ids: string[] },
    one: Act,
    database = pack.database,
  ): Promise<unknown> => {
    const of = (i: number) => ids[i] as string;
    const votes = new VotesService(database, turnsOn(database));
    const rejections = new RejectCandidateService(database, turnsOn(database));
    const winners = new ChooseWinnerService(turnsOn(database), pack.module.get(RunEvents));
    if (one.do === 'vote')
      return votes.cast(runId, { candidateA: of(one.a), candidateB: of(one.b), outcome: one.outcome }, 'test');
    if (one.do === 'undo') return votes.undo(runId);
    if (one.do === 'unset') return winners.unset(runId, 'test');
    if (one.do === 'choose') return winners.choose(runId, of(one.on), 'test');
    return one.do === 'reject' ? rejections.reject(of(one.on)) : rejections.lift(of(one.on));
  };

  const consistent = async (runId: string) => {
    expect(await pack.module.get(ScoreCheck).check(runId)).toEqual([]);
    const [facts] = await manager().query(
      `select (select count(*)::int from image_candidates where run_id = $1 and is_winner) as winners,
              (select count(*)::int from image_candidates c join image_candidates p on p.id = c.parent_id
               where c.run_id = $1 and c.status = 'active' and p.status = 'rejected') as orphans,
              (select sum(elo_score)::int from image_candidates where run_id = $1) as scores,
              (select row(votes_cast, active_candidates) = row(
                 (select count(*) from votes where run_id = $1 and undone_at is null),
                 (select count(*) from image_candidates where run_id = $1 and status = 'active'))
               from run_tallies where run_id = $1) as tallied`,
      [runId],
    );
    const [stepTallies] = pipelineChecks.filter(({ code }) => code === 'step_tallies');
    expect(await manager().query(stepTallies?.sql ?? 'missing')).toEqual([]);
    expect(facts).toMatchObject({ orphans: 0, scores: CANDIDATES * 1000, tallied: true });
    expect(facts.winners).toBeLessThanOrEqual(1);
  };

  it('keeps the sum of scores, and equals a replay of the log', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 30 }), async (acts) => {
        const tree = await aTree();
        for (const one of acts) await perform(tree, one).catch(onlyExpected);
        await consistent(tree.runId);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('restores everything after as many undos as votes', async () => {
    const votes = fc.array(fc.record({ a: place, b: place, outcome: fc.constantFrom(...outcomes) }), { maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(votes, async (all) => {
        const tree = await aTree();
        const states = [await scores(tree.runId)];
        for (const vote of all) {
          const counted = await perform(tree, { do: 'vote', ...vote }).then(
            () => true,
            (error: unknown) => onlyExpected(error) ?? false,
          );
          if (counted) states.push(await scores(tree.runId));
        }
        while (states.length > 1) {
          expect(await scores(tree.runId)).toEqual(states.pop());
          await perform(tree, { do: 'undo' });
        }
        expect(await scores(tree.runId)).toEqual(states[0]);
        await expect(perform(tree, { do: 'undo' })).rejects.toMatchObject({ code: 'nothing_to_undo' });
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it('survives 200 concurrent actions without a visible deadlock', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 200, maxLength: 200 }), async (acts) => {
        const tree = await aTree();
        await Promise.all(acts.map((one, i) => perform(tree, one, others[i % others.length]).catch(onlyExpected)));
        await consistent(tree.runId);
      }),
      { numRuns: 8 },
    );
  }, 120_000);

  it('finds a wrong score, and fixes it', async () => {
    const tree = await aTree();
    await perform(tree, { do: 'vote', a: 0, b: 1, outcome: 'a' });
    await manager().query('update image_candidates set elo_score = 1017, vote_count = 3 where id = $1', [tree.ids[0]]);
    const check = pack.module.get(ScoreCheck);
    const difference = {
      runId: tree.runId,
      candidateId: tree.ids[0],
      stored: { eloScore: 1017, voteCount: 3 },
      replayed: { eloScore: 1016, voteCount: 1 },
    };
    expect(await check.check(tree.runId)).toEqual([difference]);
    expect(await check.fix(tree.runId)).toEqual([difference]);
    expect(await check.check(tree.runId)).toEqual([]);
    const runs: string[] = [];
    for await (const runId of check.runs()) runs.push(runId);
    expect(runs).toContain(tree.runId);
  });
});

function onlyExpected(error: unknown): undefined {
  if (!EXPECTED.has((error as { code?: string }).code ?? '')) throw error;
}
