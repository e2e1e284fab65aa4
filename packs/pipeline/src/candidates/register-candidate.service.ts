import { Injectable } from '@nestjs/common';
import { DomainError, fullDisk, newId, notFound } from '@trellis/kernel';
import { columnList, Database, insertReturning, recordAudit, refusing, rowRefusal } from '@trellis/database';
import type { ImageFacts, InspectedPicture } from '@trellis/images';
import { RunTurns } from '../runs/run-turns.ts';
import { PipelineRunEntity } from '../runs/pipeline-run.entity.ts';
import { runClosed } from '../runs/run.errors.ts';
import { isClosed } from '../runs/run-transitions.ts';
import type { CandidateByPath, CandidatePlace } from './candidate-input.ts';
import { registeringCandidate } from './candidate.errors.ts';
import { CandidateFiles } from './candidate-files.ts';
import { HASHES, ImageCandidateEntity } from './image-candidate.entity.ts';
import type { PictureColumns } from '../renditions/candidate-picture.ts';
import { CandidateRenditionsService } from './candidate-renditions.service.ts';
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
    private readonly files: CandidateFiles,
    private readonly renditions: CandidateRenditionsService,
  ) {}

  /** By the path of a file inside the roots. */
  async fromPath(runId: string, { imagePath, ...place }: CandidateByPath): Promise<ImageCandidateEntity> {
    const inspected = await this.files.inspect(imagePath);
    return this.register({ id: newId(), runId, ...place, imagePath }, inspected);
  }

  /**
   * By its bytes. A refusal deletes the file. When the outcome of the commit is unknown the file stays: its candidate
   * may exist and win.
   */
  async fromUpload(runId: string, place: CandidatePlace, bytes: Buffer | undefined): Promise<ImageCandidateEntity> {
    const id = newId();
    const inspected = await this.files.inspectUpload(bytes);
    const path = await this.files.keep(runId, id, bytes as Buffer, inspected.facts);
    try {
      return await this.register({ id, runId, ...place, imagePath: path }, inspected);
    } catch (error) {
      if (isRefusal(error)) await this.files.discard(path);
      throw error;
    }
  }

  /** Checked before a body is read. The check under the lock decides. */
  async requireOpen(runId: string): Promise<void> {
    const run = await this.database.manager.findOneBy(PipelineRunEntity, { id: runId });
    if (!run) throw notFound(pipelineProblems.run_not_found);
    if (isClosed(run.status)) throw runClosed(run.status);
  }

  private async register(place: Placed, { facts, small }: InspectedPicture): Promise<ImageCandidateEntity> {
    const { columns: known, thumbnail } = await this.renditions.see(small);
    const added = await this.insert({ ...place, ...facts, ...known });
    this.renditions.begin(added, thumbnail);
    return added;
  }

  private insert(candidate: Placed & ImageFacts & PictureColumns): Promise<ImageCandidateEntity> {
    const { id, runId, stepId } = candidate;
    return refusing(registeringCandidate, () =>
      this.turns.onOpenRun(runId, async (manager, run) => {
        if (run.status === 'pending') await manager.update(PipelineRunEntity, { id: runId }, { status: 'running' });
        const columns = columnList(manager, ImageCandidateEntity, 'image_candidates', { without: HASHES });
        const added = await insertReturning<ImageCandidateEntity>(
          manager,
          'image_candidates',
          { ...candidate },
          columns,
        );
        const data = { runId, stepId };
        await recordAudit(manager, {
          action: 'candidate.registered',
          subjectType: 'candidate',
          subjectId: id,
          data,
        });
        return added;
      }),
    );
  }
}

/** A candidate whose file is in its place. */
type Placed = CandidatePlace & { id: string; runId: string; imagePath: string };

/** After a connection lost at COMMIT it is unknown whether the row exists. */
const isRefusal = (error: unknown): boolean =>
  error instanceof DomainError
    ? error.kind !== 'unavailable'
    : rowRefusal(error) !== undefined || fullDisk(error) !== undefined;
