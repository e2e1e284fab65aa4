import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, FIRST_ID, keysetRows, recordAudit } from '@trellis/database';
import { START_SCORE } from './elo.ts';

/** A candidate whose score or count differs from the votes of its run. */
export interface ScoreDifference {
  runId: string;
  candidateId: string;
  stored: Standing;
  replayed: Standing;
}

export interface Standing {
  eloScore: number;
  voteCount: number;
}

interface LoggedVote {
  a: string;
  b: string;
  deltaA: number;
  deltaB: number;
}

const PAGE = 500;

const VOTED = `exists (
    select 1 from image_candidates where run_id = r.id and (vote_count <> 0 or elo_score <> ${START_SCORE})
    union all select 1 from votes where run_id = r.id)`;
const VOTED_RUNS = `select id from pipeline_runs r where id > $1 and ${VOTED} order by id limit ${PAGE}`;
const COUNT = `select count(*)::int as count from pipeline_runs r where ${VOTED}`;

const VOTES = `
  select candidate_a as a, candidate_b as b, delta_a as "deltaA", delta_b as "deltaB" from votes where run_id = $1 and undone_at is null order by sequence`;

const CANDIDATES = `
  select id as "candidateId", elo_score as "eloScore", vote_count as "voteCount" from image_candidates where run_id = $1`;

/** Replays the log of votes and computes the expected scores. */
@Injectable()
export class ScoreCheck {
  constructor(private readonly database: Database) {}

  /** The ids of runs with votes or scores, by id, in pages. */
  async *runs(): AsyncIterable<string> {
    const rows = keysetRows<{ id: string }>(PAGE, (last) => this.database.query(VOTED_RUNS, [last?.id ?? FIRST_ID]));
    for await (const { id } of rows) yield id;
  }

  /** The number of runs in `runs`. */
  async count(): Promise<number> {
    const [{ count }] = await this.database.query<[{ count: number }]>(COUNT);
    return count;
  }

  /** The differences of one run; empty when there are none, and for a run that does not exist. */
  check(runId: string): Promise<ScoreDifference[]> {
    return differencesOf(this.database.manager, runId);
  }

  /** Sets the scores to the replayed ones and returns the differences. The run is locked against votes meanwhile. */
  fix(runId: string): Promise<ScoreDifference[]> {
    return this.database.transaction(async (manager) => {
      await manager.query('select 1 from pipeline_runs where id = $1 for no key update', [runId]);
      const differences = await differencesOf(manager, runId);
      for (const { candidateId, replayed } of differences) {
        const { eloScore, voteCount } = replayed;
        const set = 'update image_candidates set elo_score = $2, vote_count = $3 where id = $1';
        await manager.query(set, [candidateId, eloScore, voteCount]);
      }
      const audit = { actor: 'cli', action: 'run.scores_fixed', subjectType: 'run', subjectId: runId } as const;
      if (differences.length > 0) await recordAudit(manager, { ...audit, data: { candidates: differences.length } });
      return differences;
    });
  }
}

/** The sums of the log: the deltas of each vote, without undone votes. */
export function replay(votes: readonly LoggedVote[]): Map<string, Standing> {
  const standings = new Map<string, Standing>();
  const add = (id: string, delta: number) => {
    const { eloScore, voteCount } = standings.get(id) ?? { eloScore: START_SCORE, voteCount: 0 };
    standings.set(id, { eloScore: eloScore + delta, voteCount: voteCount + 1 });
  };
  for (const { a, b, deltaA, deltaB } of votes) {
    add(a, deltaA);
    add(b, deltaB);
  }
  return standings;
}

/** Both are read in one statement or under the run's lock. Otherwise a vote in between would look like a difference. */
async function differencesOf(manager: EntityManager, runId: string): Promise<ScoreDifference[]> {
  const [row] = await manager.query<
    [{ votes: LoggedVote[] | null; candidates: (Standing & { candidateId: string })[] | null }]
  >(
    `select (select json_agg(v) from (${VOTES}) v) as votes, (select json_agg(c) from (${CANDIDATES}) c) as candidates`,
    [runId],
  );
  const standings = replay(row.votes ?? []);
  return (row.candidates ?? []).flatMap(({ candidateId, ...stored }) => {
    const replayed = standings.get(candidateId) ?? { eloScore: START_SCORE, voteCount: 0 };
    const same = stored.eloScore === replayed.eloScore && stored.voteCount === replayed.voteCount;
    return same ? [] : [{ runId, candidateId, stored, replayed }];
  });
}
