import { Injectable } from '@nestjs/common';
import { ImportPort } from '@trellis/database';
import type { EntityManager } from 'typeorm';
import { ImageCandidateEntity } from './candidates/image-candidate.entity.ts';
import { runStatuses } from './runs/pipeline-run.entity.ts';
import { START_SCORE, eloDeltas, type Outcome } from './voting/elo.ts';

/** A candidate that imported votes compare. */
export interface ComparedCandidate {
  id: string;
  runId: string;
  stepId: string;
  /** The stored score. */
  score: number;
}

/** What the votes of an import add to one candidate. */
export interface ScoreGain {
  id: string;
  gained: number;
  votes: number;
}

const RUNS_WITH_WINNER = `
  select c.run_id from image_candidates c join pipeline_runs r on r.id = c.run_id
  where c.is_winner and r.legacy_source = $1`;

const POSITIONS = `
  select coalesce(max(position), 0) + 1 as next, coalesce(bool_or(position = $2), false) as taken
  from pipeline_steps where pipeline_id = $1`;

const PAIR_VOTED = `
  select 1 from votes where run_id = $1 and undone_at is null
    and least(candidate_a, candidate_b) = least($2::uuid, $3::uuid)
    and greatest(candidate_a, candidate_b) = greatest($2::uuid, $3::uuid)`;

const ADD_SCORES = `
  update image_candidates c set elo_score = elo_score + s.gained, vote_count = vote_count + s.votes
  from unnest($1::uuid[], $2::int[], $3::int[]) as s (id, gained, votes) where c.id = s.id`;

/** The import port of this pack. */
@Injectable()
export class PipelineImport extends ImportPort {
  readonly tables = {
    pipelines: [],
    pipeline_steps: [],
    pipeline_runs: [],
    pipeline_run_steps: ['run_id', 'step_id'],
    image_candidates: [],
    votes: [],
  };

  /** The score of a candidate without votes. */
  readonly startScore = START_SCORE;
  readonly runStatuses = runStatuses;

  /** Checks the positions of steps row by row, so that a refused row can be named. For one transaction. */
  async checkEachRow(manager: EntityManager): Promise<void> {
    await manager.query('set constraints uq_pipeline_steps_position immediate');
  }

  /** The wanted position when it is free in the pipeline, else the one after its last step. */
  async freePosition(manager: EntityManager, pipelineId: string, wanted: number | null): Promise<number> {
    const [found] = await manager.query<[{ next: number; taken: boolean }]>(POSITIONS, [pipelineId, wanted]);
    return wanted === null || found.taken ? found.next : wanted;
  }

  /** Imported runs of this source that have a winner. */
  async runsWithWinner(manager: EntityManager, source: string): Promise<Set<string>> {
    const rows = await manager.query<{ run_id: string }[]>(RUNS_WITH_WINNER, [source]);
    return new Set(rows.map(({ run_id }) => run_id));
  }

  async comparedCandidate(manager: EntityManager, id: string): Promise<ComparedCandidate | undefined> {
    const select = { id: true, runId: true, stepId: true, eloScore: true } as const;
    const found = await manager.findOne(ImageCandidateEntity, { where: { id }, select });
    return found ? { id, runId: found.runId, stepId: found.stepId, score: found.eloScore } : undefined;
  }

  /** Whether a vote on the two candidates counts already, in either direction. */
  async isPairVoted(manager: EntityManager, a: ComparedCandidate, b: ComparedCandidate): Promise<boolean> {
    return (await manager.query<unknown[]>(PAIR_VOTED, [a.runId, a.id, b.id])).length > 0;
  }

  /** What a vote cast now would add to the two scores. */
  deltasOf(a: ComparedCandidate, b: ComparedCandidate, outcome: Outcome): { deltaA: number; deltaB: number } {
    return eloDeltas(a.score, b.score, outcome);
  }

  async addScores(manager: EntityManager, gains: readonly ScoreGain[]): Promise<void> {
    const columns = [gains.map(({ id }) => id), gains.map(({ gained }) => gained), gains.map(({ votes }) => votes)];
    await manager.query(ADD_SCORES, columns);
  }
}
