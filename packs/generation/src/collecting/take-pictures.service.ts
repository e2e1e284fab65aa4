import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { OutputFile } from '@trellis/comfyui';
import { Database } from '@trellis/database';
import { DomainError, newId } from '@trellis/kernel';
import { PipelineGeneration, type PreparedCandidate } from '@trellis/pipeline';
import type { DrivenAttempt } from '../attempts/attempt-rows.ts';
import { isOpenJob, type JobState } from '../states/job-state.ts';
import { resetBaseFailures } from '../runs/run-generation-rows.ts';

/** A file of an attempt: checked and in its place, or refused. */
export interface CollectedPicture {
  image: OutputFile;
  sha256: string | null;
  prepared: PreparedCandidate | null;
  refusal: string | null;
}

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Why the pictures of an attempt were not taken. */
export type NotTaken = 'gone' | 'unwanted' | 'repeated';

const LOCK = `
  select a.state, j.state as "jobState", j.cancel_requested_at is not null as "isCancelled"
  from generation_attempts a join generation_jobs j on j.id = a.job_id where a.id = $1 for no key update`;
/** Files of this server that are candidates of the run: it names that of an earlier prompt where nothing differs. */
const TAKEN = `
  select o.filename, o.subfolder, o.sha256 from generation_outputs o join generation_attempts a on a.id = o.attempt_id
  where o.candidate_id is not null and a.server_id = $1 and o.sha256 = any($2) and o.run_id = $3`;
const OUTPUT = `
  insert into generation_outputs (id, attempt_id, job_id, run_id, step_id, ordinal, node, filename, subfolder, type,
    sha256, candidate_id, refusal)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;
const SUCCEEDED = `
  update generation_attempts set state = 'succeeded', ended_at = now(), images = null where id = $1`;
const DONE = `
  update generation_jobs set state = 'done', ended_at = now(), attempts = least(attempts + $2, 5),
    next_attempt_at = null where id = $1`;

interface FileOfServer {
  filename: string;
  subfolder: string;
  sha256: string | null;
}

const isSame = (one: FileOfServer) => (other: FileOfServer) =>
  one.filename === other.filename && one.subfolder === other.subfolder && one.sha256 === other.sha256;

type Locked = { state: string; jobState: JobState; isCancelled: boolean };
const COLLECTABLE = ['collecting', 'lost', 'timed_out'];

/** Makes candidates of what an attempt has saved, and ends its job: in one transaction. The first success wins. */
@Injectable()
export class TakePicturesService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineGeneration,
  ) {}

  /** Undefined: they are taken. At least one is prepared. */
  async execute(
    serverId: string,
    attempt: DrivenAttempt,
    pictures: readonly CollectedPicture[],
  ): Promise<NotTaken | undefined> {
    const notTaken = await this.inTransaction((manager) => this.take(manager, serverId, attempt, pictures));
    if (notTaken) return notTaken;
    for (const { prepared } of pictures) if (prepared) this.pipeline.registered(attempt.runId, prepared);
    return undefined;
  }

  private async inTransaction(
    work: (manager: EntityManager) => Promise<NotTaken | undefined>,
  ): Promise<NotTaken | undefined> {
    try {
      return await this.database.transaction(work);
    } catch (error) {
      // The run was closed or deleted, or the parent rejected, before we had the lock.
      if (error instanceof DomainError && ['conflict', 'not-found', 'unprocessable'].includes(error.kind))
        return error.kind === 'not-found' ? 'gone' : 'unwanted';
      throw error;
    }
  }

  private async take(
    manager: EntityManager,
    serverId: string,
    attempt: DrivenAttempt,
    pictures: readonly CollectedPicture[],
  ): Promise<NotTaken | undefined> {
    const { id, jobId, runId, stepId, parentId } = attempt;
    await this.pipeline.lockOpen(manager, runId);
    const [row] = await manager.query<Locked[]>(LOCK, [id]);
    if (!row || !COLLECTABLE.includes(row.state)) return 'gone';
    if (!isOpenJob(row.jobState) || row.isCancelled) return 'unwanted';
    const hashes = pictures.flatMap(({ sha256 }) => sha256 ?? []);
    const taken = await manager.query<FileOfServer[]>(TAKEN, [serverId, hashes, runId]);
    if (pictures.some(({ image, sha256 }) => taken.some(isSame({ ...image, sha256 })))) return 'repeated';
    const made = pictures.flatMap(({ prepared }) =>
      prepared ? [{ place: { stepId, parentId }, prepared, jobId }] : [],
    );
    await this.pipeline.register(manager, runId, made);
    // An attempt that was lost has been counted.
    await manager.query(SUCCEEDED, [id]);
    await manager.query(DONE, [jobId, row.state === 'collecting' ? 1 : 0]);
    await insertOutputs(manager, attempt, pictures);
    if (!parentId) await resetBaseFailures(manager, runId);
    return undefined;
  }
}

/** Also of an attempt that failed: what it had, and why nothing of it was taken. */
export async function insertOutputs(
  manager: EntityManager,
  { id, jobId, runId, stepId }: DrivenAttempt,
  pictures: readonly CollectedPicture[],
): Promise<void> {
  for (const [ordinal, { image, sha256, prepared, refusal }] of pictures.entries()) {
    const { nodeId, filename, subfolder, type } = image;
    await manager.query(OUTPUT, [
      ...[newId(), id, jobId, runId, stepId, ordinal],
      ...[nodeId, filename, subfolder, type, sha256, prepared?.id ?? null, refusal],
    ]);
  }
}
