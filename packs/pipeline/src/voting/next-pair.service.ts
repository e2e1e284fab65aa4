import { Injectable } from '@nestjs/common';
import { notFound } from '@trellis/kernel';
import { Database } from '@trellis/database';
import { PipelineRunEntity } from '../runs/pipeline-run.entity.ts';
import { EXHAUSTED, NEXT_PAIR } from './next-pair.sql.ts';
import { RunTallyEntity } from './run-tally.entity.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

export type Pair = readonly [string, string];

export interface NextPair {
  pair: { stepId: string; a: { id: string }; b: { id: string } } | null;
  reason: null | 'no_candidates' | 'all_voted';
  votesCast: number;
  activeCandidates: number;
}

interface Step {
  id: string;
  pairable: boolean;
}

const STEPS = `
  select s.id, (select count(*) = 2 from (
     select 1 from image_candidates c where c.run_id = r.id and c.step_id = s.id and c.status = 'active' limit 2) two) as pairable
  from pipeline_runs r join pipeline_steps s on s.pipeline_id = r.pipeline_id where r.id = $1 order by s.position desc`;

/**
 * The next pair to vote on. In the highest step with an open pair: the least-voted candidate, and the least-voted of
 * the candidates that it was not compared with. Found by index; the list of pairs is never built.
 */
@Injectable()
export class NextPairService {
  constructor(private readonly database: Database) {}

  /** @throws DomainError run_not_found */
  async find(runId: string, skip: readonly Pair[]): Promise<NextPair> {
    const { manager } = this.database;
    if (!(await manager.existsBy(PipelineRunEntity, { id: runId }))) throw notFound(pipelineProblems.run_not_found);
    const { votesCast = 0, activeCandidates = 0 } = (await manager.findOneBy(RunTallyEntity, { runId })) ?? {};
    const steps = (await this.database.query<Step[]>(STEPS, [runId])).filter(({ pairable }) => pairable);
    for (const { id } of steps) {
      const pair = await this.inStep(runId, id, skip);
      if (pair) return { pair, reason: null, votesCast, activeCandidates };
    }
    const reason = steps.length === 0 ? 'no_candidates' : 'all_voted';
    return { pair: null, reason, votesCast, activeCandidates };
  }

  private async inStep(runId: string, stepId: string, skip: readonly Pair[]): Promise<NextPair['pair']> {
    const [step] = await this.database.query<{ exhausted: boolean }[]>(EXHAUSTED, [runId, stepId]);
    if (step?.exhausted !== false) return null;
    const ordered = skip.map(([a, b]) => (a < b ? [a, b] : [b, a]));
    const skipped = [ordered.map(([low]) => low), ordered.map(([, high]) => high)];
    const [pair] = await this.database.query<{ a: string; b: string }[]>(NEXT_PAIR, [runId, stepId, ...skipped]);
    return pair ? { stepId, a: { id: pair.a }, b: { id: pair.b } } : null;
  }
}
