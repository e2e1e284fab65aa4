import type { EntityManager } from 'typeorm';
import type { JobChange, JobState } from '../states/job-state.ts';

export interface JobRow {
  id: string;
  runId: string;
  stepId: string;
  parentId: string | null;
  state: JobState;
  attempts: number;
}

const CHANGE = `
  update generation_jobs set state = $2, reason = $3, next_attempt_at = now() + $4::float8 * interval '1 millisecond',
    attempts = attempts + $5, ended_at = case when $2 in ('failed', 'cancelled') then now() end
  where id = $1`;

/** Writes what was decided. @param counted attempts that have ended by this */
export async function changeJob(
  manager: EntityManager,
  { id }: Pick<JobRow, 'id'>,
  change: JobChange,
  counted: number,
): Promise<void> {
  const reason = 'reason' in change ? change.reason : null;
  await manager.query(CHANGE, [id, change.to, reason, change.to === 'waiting' ? change.afterMs : null, counted]);
}
