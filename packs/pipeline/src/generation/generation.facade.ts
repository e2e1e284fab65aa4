import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, refusing } from '@trellis/database';
import { notFound, type ServedFile } from '@trellis/kernel';
import { registeringCandidate } from '../candidates/candidate.errors.ts';
import { CandidatesService } from '../candidates/candidates.service.ts';
import { insertCandidate } from '../candidates/insert-candidate.ts';
import { PrepareCandidateService, type PreparedCandidate } from '../candidates/prepare-candidate.service.ts';
import { isRefusal } from '../candidates/register-candidate.service.ts';
import type { CandidatePlace } from '../candidates/candidate-input.ts';
import { pipelineProblems } from '../pipeline.problems.ts';
import { lockOpenRun, lockRun } from '../runs/lock-run.ts';
import type { RunStatus } from '../runs/pipeline-run.entity.ts';
import { isClosed } from '../runs/run-transitions.ts';
import { runClosed } from '../runs/run.errors.ts';
import { countFailure, resetFailures } from './count-failure.ts';
import { fillJob, keptValues, type FilledJob, type JobToFill, type KeptValues } from './fill-job.ts';
import { nextGeneration, type NextGeneration, type WantedGeneration } from './next-generation.ts';

export const GENERATION_ACTOR = 'system:generation';

const TRY_LOCK = 'select status from pipeline_runs where id = $1 for no key update skip locked';

const NODE_CLASSES = `
  select distinct found[1] as name
  from pipeline_steps, regexp_matches(workflow_template, '"class_type"\\s*:\\s*"([^"{}\\\\]{1,200})"', 'g') as found
  order by 1 limit 200`;

/** A picture of a job, for its place in a run. */
export interface GeneratedCandidate {
  place: CandidatePlace;
  prepared: PreparedCandidate;
  jobId: string;
}

/** What generation needs of runs. All but files happens in the caller's transaction. */
@Injectable()
export class PipelineGeneration {
  constructor(
    private readonly database: Database,
    private readonly preparation: PrepareCandidateService,
    private readonly candidates: CandidatesService,
  ) {}

  /** Undefined when another holds it, or it is gone. */
  async tryLock(manager: EntityManager, runId: string): Promise<{ isOpen: boolean } | undefined> {
    const [run] = await manager.query<{ status: RunStatus }[]>(TRY_LOCK, [runId]);
    return run && { isOpen: !isClosed(run.status) };
  }

  /** Waits for it. @throws DomainError run_not_found */
  async lock(manager: EntityManager, runId: string): Promise<{ isOpen: boolean }> {
    return { isOpen: !isClosed((await lockRun(manager, runId)).status) };
  }

  /** @throws DomainError run_not_found, run_closed */
  async lockOpen(manager: EntityManager, runId: string): Promise<void> {
    await lockOpenRun(manager, runId);
  }

  next(manager: EntityManager, wanted: WantedGeneration): Promise<NextGeneration> {
    return nextGeneration(manager, wanted);
  }

  keep(manager: EntityManager, runId: string, drawn: Pick<KeptValues, 'now' | 'random'>): Promise<KeptValues> {
    return keptValues(manager, runId, drawn);
  }

  fill(manager: EntityManager, job: JobToFill): Promise<FilledJob> {
    return fillJob(manager, job);
  }

  /** Checks the bytes and writes the file. Undefined: over the limit. @throws ImageRefusedError */
  prepare(runId: string, bytes: Buffer | undefined): Promise<PreparedCandidate> {
    return this.preparation.fromBytes(runId, bytes);
  }

  discard(prepared: PreparedCandidate): Promise<void> {
    return this.preparation.discard(prepared);
  }

  /** Whether nothing was registered by this. After a connection lost at COMMIT it is unknown. */
  isRefused(error: unknown): boolean {
    return isRefusal(error);
  }

  /** @throws DomainError run_closed, candidate_rejected: the parent was rejected meanwhile */
  async register(manager: EntityManager, runId: string, made: readonly GeneratedCandidate[]): Promise<void> {
    const run = await lockRun(manager, runId);
    if (isClosed(run.status)) throw runClosed(run.status);
    await refusing(registeringCandidate, async () => {
      for (const { place, prepared, jobId } of made)
        await insertCandidate(manager, run, { place, prepared, actor: GENERATION_ACTOR, data: { jobId } });
    });
    for (const parentId of new Set(made.map(({ place }) => place.parentId)))
      if (parentId) await resetFailures(manager, parentId);
  }

  /** After the commit: makes the renditions. */
  registered(runId: string, prepared: PreparedCandidate): void {
    this.preparation.begin(prepared, runId);
  }

  /** The classes of nodes that the templates of all pipelines use. */
  async nodeClasses(): Promise<string[]> {
    const rows = await this.database.query<{ name: string }[]>(NODE_CLASSES);
    return rows.map(({ name }) => name);
  }

  countFailure(manager: EntityManager, parentId: string): Promise<void> {
    return countFailure(manager, parentId, GENERATION_ACTOR);
  }

  /** The file of a parent. @throws DomainError candidate_not_found, image_missing, image_changed */
  image(candidateId: string): Promise<ServedFile> {
    return this.candidates.image(candidateId);
  }

  /** Where the file of a candidate is, for servers that share the disk. @throws DomainError candidate_not_found */
  async pathOf(manager: EntityManager, candidateId: string): Promise<string> {
    const [row] = await manager.query<{ path: string }[]>(
      'select image_path as path from image_candidates where id = $1',
      [candidateId],
    );
    if (!row) throw notFound(pipelineProblems.candidate_not_found);
    return row.path;
  }
}
