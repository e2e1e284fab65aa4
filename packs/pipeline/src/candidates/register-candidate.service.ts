import { Injectable } from '@nestjs/common';
import { DomainError, newId, notFound } from '@trellis/kernel';
import { Database, refusing, rowRefusal } from '@trellis/database';
import type { ImageFacts } from '@trellis/images';
import { RunTurns } from '../runs/run-turns.ts';
import { PipelineRunEntity } from '../runs/pipeline-run.entity.ts';
import { runClosed } from '../runs/run.errors.ts';
import { isClosed } from '../runs/run-transitions.ts';
import type { CandidateByPath, CandidatePlace } from './candidate-input.ts';
import { registeringCandidate } from './candidate.errors.ts';
import { CandidateFiles } from './candidate-files.ts';
import { ImageCandidateEntity } from './image-candidate.entity.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

/** Takes a picture into a run. The picture is checked before the run is locked, so a large one holds nobody up. */
@Injectable()
export class RegisterCandidateService {
  constructor(
    private readonly database: Database,
    private readonly turns: RunTurns,
    private readonly files: CandidateFiles,
  ) {}

  /** By the path of a file that is already in one of the roots. */
  async fromPath(runId: string, { imagePath, ...place }: CandidateByPath): Promise<ImageCandidateEntity> {
    return this.register(newId(), runId, place, imagePath, await this.files.inspect(imagePath));
  }

  /** By its bytes. When it is refused, no file is left behind; when nobody knows whether it was, its file stays: it may be a winner's. */
  async fromUpload(runId: string, place: CandidatePlace, bytes: Buffer | undefined): Promise<ImageCandidateEntity> {
    const id = newId();
    const facts = await this.files.inspectUpload(bytes);
    const path = await this.files.keep(runId, id, bytes as Buffer, facts);
    try {
      return await this.register(id, runId, place, path, facts);
    } catch (error) {
      if (isRefusal(error)) await this.files.discard(path);
      throw error;
    }
  }

  /** Asked before a body is read; the answer that counts is given under the lock. */
  async requireOpen(runId: string): Promise<void> {
    const run = await this.database.manager.findOneBy(PipelineRunEntity, { id: runId });
    if (!run) throw notFound(pipelineProblems.run_not_found);
    if (isClosed(run.status)) throw runClosed(run.status);
  }

  private async register(
    id: string,
    runId: string,
    place: CandidatePlace,
    imagePath: string,
    { contentType, byteSize, sha256, width, height }: ImageFacts,
  ): Promise<ImageCandidateEntity> {
    return refusing(registeringCandidate, () =>
      this.turns.onOpenRun(runId, async (manager, run) => {
        if (run.status === 'pending') await manager.update(PipelineRunEntity, { id: runId }, { status: 'running' });
        const candidate = { id, runId, ...place, imagePath, contentType, byteSize, sha256, width, height };
        await manager.insert(ImageCandidateEntity, candidate);
        return manager.findOneByOrFail(ImageCandidateEntity, { id });
      }),
    );
  }
}

/** A connection that dies at COMMIT leaves it open whether the row is there. */
const isRefusal = (error: unknown): boolean =>
  error instanceof DomainError ? error.kind !== 'unavailable' : rowRefusal(error) !== undefined;
