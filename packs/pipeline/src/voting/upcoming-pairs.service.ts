import { Injectable } from '@nestjs/common';
import { acting, notFound } from '@trellis/kernel';
import { Database } from '@trellis/database';
import { pipelineProblems } from '../pipeline.problems.ts';
import { HandedPairs } from './handed-pairs.ts';
import type { Pair } from './next-pair.service.ts';
import { OPEN_PAIRS } from './step-tally.entity.ts';
import { UPCOMING_PAIRS } from './upcoming-pairs.sql.ts';

export interface UpcomingPair {
  stepId: string;
  a: { id: string };
  b: { id: string };
}

export interface UpcomingPairs {
  pairs: UpcomingPair[];
  /** Why there is none; null when there are pairs. */
  reason: null | 'no_candidates' | 'all_voted';
  votesCast: number;
  activeCandidates: number;
  /** Of the run, on every step. */
  openPairs: number;
}

export interface PairWish {
  skip?: readonly Pair[];
  /** Only pairs of this step. */
  stepId?: string;
}

interface Facts {
  votesCast: number;
  activeCandidates: number;
  openPairs: number;
  /** The steps with at least two active candidates and an open pair, the highest first. */
  open: string[] | null;
  pairable: boolean;
}

const FACTS = `
  select coalesce(n.votes_cast, 0) as "votesCast", coalesce(n.active_candidates, 0) as "activeCandidates",
    ${OPEN_PAIRS('r.id')} as "openPairs",
    (select array_agg(s.id order by s.position desc) from step_tallies t join pipeline_steps s on s.id = t.step_id
      where t.run_id = r.id and t.active::bigint * (t.active - 1) / 2 > t.compared) as open,
    exists (select 1 from step_tallies t where t.run_id = r.id and t.active > 1) as pairable
  from pipeline_runs r left join run_tallies n on n.run_id = r.id where r.id = $1`;

/** The next pairs of a run, so that a client can load their pictures before they are shown. */
@Injectable()
export class UpcomingPairsService {
  private readonly handed = new HandedPairs();

  constructor(private readonly database: Database) {}

  /** @param ahead 1..8 @throws DomainError run_not_found */
  async find(runId: string, ahead: number, { skip = [], stepId }: PairWish = {}): Promise<UpcomingPairs> {
    const [facts] = await this.database.query<Facts[]>(FACTS, [runId]);
    if (!facts) throw notFound(pipelineProblems.run_not_found);
    const holder = acting()?.id ?? '';
    const others = this.handed.toOthers(runId, holder);
    const steps = (facts.open ?? []).filter((id) => stepId === undefined || id === stepId);
    const pairs = await this.choose(runId, steps, ahead, [...skip, ...others]);
    // Those that others have on their screens come last.
    if (pairs.length < ahead && others.length > 0)
      pairs.push(...(await this.choose(runId, steps, ahead - pairs.length, [...skip, ...pairs.map(idsOf)])));
    this.handed.hand(runId, holder, pairs.map(idsOf));
    const { votesCast, activeCandidates, openPairs, pairable } = facts;
    const reason = pairs.length > 0 ? null : pairable ? 'all_voted' : 'no_candidates';
    return { pairs, reason, votesCast, activeCandidates, openPairs: Number(openPairs) };
  }

  private async choose(runId: string, steps: readonly string[], ahead: number, skip: readonly Pair[]) {
    const ordered = skip.map(([a, b]) => (a < b ? [a, b] : [b, a]));
    const skipped = [ordered.map(([low]) => low), ordered.map(([, high]) => high)];
    const pairs: UpcomingPair[] = [];
    for (const stepId of steps) {
      if (pairs.length === ahead) break;
      const values = [runId, stepId, ...skipped, ahead - pairs.length];
      const rows = await this.database.query<{ a: string; b: string }[]>(UPCOMING_PAIRS, values);
      pairs.push(...rows.map(({ a, b }) => ({ stepId, a: { id: a }, b: { id: b } })));
    }
    return pairs;
  }
}

const idsOf = ({ a, b }: UpcomingPair): Pair => [a.id, b.id];
