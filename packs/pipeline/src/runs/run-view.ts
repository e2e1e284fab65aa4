import type { EntityManager } from 'typeorm';
import { columnList, ORIGIN } from '@trellis/database';
import { PipelineRunEntity } from './pipeline-run.entity.ts';

/** A run with its winner and the number of its candidates. */
export type RunView = Omit<PipelineRunEntity, (typeof ORIGIN)[number]> & {
  winnerId: string | null;
  /** On every step, rejected ones included. */
  candidatesCount: number;
};

/** Runs `r` as they are shown, to be narrowed by a condition. */
export const selectRuns = (manager: EntityManager): string =>
  `select ${columnList(manager, PipelineRunEntity, 'r', { without: ORIGIN })}, w.id as "winnerId",
     coalesce(t.candidates, 0) as "candidatesCount"
   from pipeline_runs r left join image_candidates w on w.run_id = r.id and w.is_winner
   left join run_tallies t on t.run_id = r.id`;
