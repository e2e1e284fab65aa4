import type { EntityManager } from 'typeorm';
import type { OpenJobs } from '@trellis/pipeline';
import { basePauseMs } from '../states/job-state.ts';

const OPEN_JOBS = `
  select step_id as "stepId", parent_id as "parentId", count(*)::int as open from generation_jobs
  where run_id = $1 and state in ('queued', 'waiting', 'working') group by 1, 2`;

/** How many jobs of a run are open, by step and parent. */
export const openJobsOf = (manager: EntityManager, runId: string): Promise<OpenJobs[]> =>
  manager.query<OpenJobs[]>(OPEN_JOBS, [runId]);

interface Blocking {
  runId: string;
  stepId: string;
  reason: string;
  detail: string | null;
}

const BLOCK = `
  update run_generations set state = 'blocked', blocked_step = $2, blocked_reason = $3, blocked_detail = $4,
    blocked_at = now() where run_id = $1 and state = 'on'`;

/** Makes nothing more of the run until a person looks, or the step changes. A paused run stays paused. */
export async function block(manager: EntityManager, { runId, stepId, reason, detail }: Blocking): Promise<void> {
  await manager.query(BLOCK, [runId, stepId, reason, detail]);
}

/** One failure more of the base step in a row: a pause, then a longer one, then a person is needed. */
export async function countBaseFailure(manager: EntityManager, blocking: Blocking): Promise<void> {
  const [rows] = await manager.query<[{ failures: number }[], number]>(
    `update run_generations set base_failures = base_failures + 1 where run_id = $1 returning base_failures as failures`,
    [blocking.runId],
  );
  const pauseMs = basePauseMs(rows[0]?.failures ?? 0);
  if (pauseMs === null) return block(manager, blocking);
  await manager.query(
    `update run_generations set wait_until = now() + $2::float8 * interval '1 millisecond' where run_id = $1`,
    [blocking.runId, pauseMs],
  );
}

/** A picture of the base step came. */
export async function resetBaseFailures(manager: EntityManager, runId: string): Promise<void> {
  await manager.query(
    `update run_generations set base_failures = 0, wait_until = null where run_id = $1 and base_failures > 0`,
    [runId],
  );
}
