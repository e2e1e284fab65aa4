import type { EntityManager } from 'typeorm';
import { shown, type Shown } from '@trellis/database';
import type { PipelineRunEntity } from './pipeline-run.entity.ts';

/** A run with its winner and the number of its candidates. */
export type RunView = Shown<PipelineRunEntity> & {
  winnerId: string | null;
  /** On every step, rejected ones included. */
  candidatesCount: number;
};

/** Winner and number of candidates of many runs, in one query. */
export async function viewsOf(manager: EntityManager, runs: readonly PipelineRunEntity[]): Promise<RunView[]> {
  if (runs.length === 0) return [];
  const rows = await manager.query<{ run_id: string; candidates: number; winner: string | null }[]>(
    `select run_id, count(*)::int as candidates, (array_agg(id) filter (where is_winner))[1] as winner
     from image_candidates where run_id = any($1) group by run_id`,
    [runs.map(({ id }) => id)],
  );
  const counted = new Map(rows.map((row) => [row.run_id, row]));
  return runs.map((run) => ({
    ...shown(run),
    winnerId: counted.get(run.id)?.winner ?? null,
    candidatesCount: counted.get(run.id)?.candidates ?? 0,
  }));
}
