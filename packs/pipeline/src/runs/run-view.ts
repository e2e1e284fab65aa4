import type { EntityManager } from 'typeorm';
import type { PipelineRunEntity, RunStatus } from './pipeline-run.entity.ts';

/** A run as others may see it. */
export interface RunView {
  id: string;
  pipelineId: string;
  personaId: string | null;
  clusterId: string | null;
  name: string;
  prompt: string | null;
  targetFolder: string;
  variables: object;
  status: RunStatus;
  failureReason: string | null;
  winnerId: string | null;
  /** Of every step, rejected ones too. */
  candidatesCount: number;
  completedAt: Date | null;
  createdAt: Date;
}

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
    id: run.id,
    pipelineId: run.pipelineId,
    personaId: run.personaId,
    clusterId: run.clusterId,
    name: run.name,
    prompt: run.prompt,
    targetFolder: run.targetFolder,
    variables: run.variables,
    status: run.status,
    failureReason: run.failureReason,
    winnerId: counted.get(run.id)?.winner ?? null,
    candidatesCount: counted.get(run.id)?.candidates ?? 0,
    completedAt: run.completedAt,
    createdAt: run.createdAt,
  }));
}
