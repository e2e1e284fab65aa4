import { Injectable } from '@nestjs/common';
import { DomainError, fullDisk, notFound } from '@trellis/kernel';
import { Database, refusing, rowRefusal } from '@trellis/database';
import { RunTurns } from '../runs/run-turns.ts';
import { PipelineRunEntity } from '../runs/pipeline-run.entity.ts';
import { runClosed } from '../runs/run.errors.ts';
import { isClosed } from '../runs/run-transitions.ts';
import type { CandidateByPath, CandidatePlace } from './candidate-input.ts';
import { registeringCandidate } from './candidate.errors.ts';
import type { ImageCandidateEntity } from './image-candidate.entity.ts';
import { insertCandidate } from './insert-candidate.ts';
import { PrepareCandidateService, type PreparedCandidate } from './prepare-candidate.service.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

/**
 * Registers an image as a candidate. The image is checked before the run is locked, so a large image does not block
 * other requests.
 */
@Injectable()
export class RegisterCandidateService {
  constructor(
    private readonly database: Database,
    private readonly turns: RunTurns,
    private readonly preparation: PrepareCandidateService,
  ) {}

  /** By the path of a file inside the roots. */
  async fromPath(runId: string, { imagePath, ...place }: CandidateByPath): Promise<ImageCandidateEntity> {
    return this.register(runId, place, await this.preparation.fromPath(imagePath));
  }

  /**
   * By its bytes. A refusal deletes the file. When the outcome of the commit is unknown the file stays: its candidate
   * may exist and win.
   */
  async fromUpload(runId: string, place: CandidatePlace, bytes: Buffer | undefined): Promise<ImageCandidateEntity> {
    const prepared = await this.preparation.fromBytes(runId, bytes);
    try {
      return await this.register(runId, place, prepared);
    } catch (error) {
      if (isRefusal(error)) await this.preparation.discard(prepared);
      throw error;
    }
  }

  /** Checked before a body is read. The check under the lock decides. */
  async requireOpen(runId: string): Promise<void> {
    const run = await this.database.manager.findOneBy(PipelineRunEntity, { id: runId });
    if (!run) throw notFound(pipelineProblems.run_not_found);
    if (isClosed(run.status)) throw runClosed(run.status);
  }

  private async register(
    runId: string,
    place: CandidatePlace,
    prepared: PreparedCandidate,
  ): Promise<ImageCandidateEntity> {
    const added = await refusing(registeringCandidate, () =>
      this.turns.onOpenRun(runId, (manager, run) => insertCandidate(manager, run, { place, prepared })),
    );
    this.preparation.begin(prepared, runId);
    return added;
  }
}

/** After a connection lost at COMMIT it is unknown whether the row exists. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof DomainError
    ? error.kind !== 'unavailable'
    : rowRefusal(error) !== undefined || fullDisk(error) !== undefined;
