import type { EntityManager } from 'typeorm';
import { newId } from '@trellis/kernel';
import type { KeptValues } from '@trellis/pipeline';

/** A job whose attempt is recorded, and not sent yet. */
export interface ClaimedJob {
  id: string;
  attemptId: string;
  runId: string;
  stepId: string;
  parentId: string | null;
  /** `{{job_id}}` */
  number: number;
  kept: KeptValues;
  /** Ended attempts before this one. */
  attempts: number;
  /** Filled already: it has no parent, whose name each server gives. */
  workflow?: string;
}

export type JobToStart = Omit<ClaimedJob, 'attemptId'>;

const ATTEMPT = `
  insert into generation_attempts (id, job_id, server_id, server_name)
  select $1, $2, id, name from comfy_servers where id = $3 and state <> 'disabled' and base_url = $4 returning 1`;
const WORKING = `update generation_jobs set state = 'working', next_attempt_at = null,
  workflow = coalesce($2, workflow) where id = $1`;
const SERVED = `update run_generations set last_served_at = clock_timestamp() where run_id = $1`;

/** The server was removed, disabled or moved since its driver looked. Thrown to take everything back. */
export class ServerGoneError extends Error {}

/** The server that asks for work, as its driver knows it. */
export interface AskingServer {
  id: string;
  baseUrl: string;
}

/** Records the attempt, in the transaction that chose the job. It is sent after the commit, and only then. */
export async function startAttempt(
  manager: EntityManager,
  { id: serverId, baseUrl }: AskingServer,
  job: JobToStart,
): Promise<ClaimedJob> {
  const attemptId = newId();
  const made = await manager.query<unknown[]>(ATTEMPT, [attemptId, job.id, serverId, baseUrl]);
  if (made.length === 0) throw new ServerGoneError('the server is not there as it was');
  await manager.query(WORKING, [job.id, job.workflow ?? null]);
  await manager.query(SERVED, [job.runId]);
  return { ...job, attemptId };
}
