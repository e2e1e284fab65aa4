import { Injectable } from '@nestjs/common';
import { notFound } from '@trellis/kernel';
import { Database } from '@trellis/database';
import { pipelineProblems } from '../pipeline.problems.ts';
import { OPEN_PER_CANDIDATE, RANKED, STEP } from './standings.sql.ts';
import { votesToGo, type Standing } from './settled.ts';

export interface RankedCandidate {
  rank: number;
  candidateId: string;
  elo: number;
  votes: number;
  wins: number;
}

export interface Standings {
  stepId: string | null;
  /** Best first. */
  items: RankedCandidate[];
  /** Whether the order of the best three no longer changes. */
  settled: boolean;
  /** At most, until it is settled. */
  votesToGo: number;
}

interface Step {
  /** Null for a run without candidates. */
  id: string | null;
  known: boolean;
  active: number;
  openPairs: string;
}

const LISTED = 200;
/** With more open pairs the order is open anyway, and every one of them counts. */
const NEARLY_DONE = 5_000;

/** How the candidates of a step stand. */
@Injectable()
export class StandingsService {
  constructor(private readonly database: Database) {}

  /** @throws DomainError run_not_found, step_not_found */
  async find(runId: string, stepId?: string): Promise<Standings> {
    const [step] = await this.database.query<Step[]>(STEP, [runId, stepId ?? null]);
    if (!step) throw notFound(pipelineProblems.run_not_found);
    if (stepId && !step.known) throw notFound(pipelineProblems.step_not_found);
    if (!step.id) return { stepId: stepId ?? null, items: [], settled: true, votesToGo: 0 };
    const items = await this.database.query<RankedCandidate[]>(RANKED, [runId, step.id, LISTED]);
    const toGo = await this.toGo(runId, step.id, Number(step.openPairs));
    return { stepId: step.id, items, settled: toGo === 0, votesToGo: toGo };
  }

  private async toGo(runId: string, stepId: string, openPairs: number): Promise<number> {
    if (openPairs > NEARLY_DONE || openPairs === 0) return openPairs;
    const candidates = await this.database.query<Standing[]>(OPEN_PER_CANDIDATE, [runId, stepId]);
    return votesToGo(candidates, openPairs);
  }
}
