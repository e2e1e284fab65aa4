import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { PhotosFacade } from '@trellis/photos';
import { PipelineFacade } from '@trellis/pipeline';
import type { LinkAttempt } from './link-intention.ts';
import { LinkRows } from './link-rows.ts';
import { LinkWinnerService } from './link-winner.service.ts';

interface Restored {
  photoId: string;
  candidateId: string;
}

/** The link of a winner whose photo was deleted and is back. */
@Injectable()
export class RestoreLinkService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineFacade,
    private readonly photos: PhotosFacade,
    private readonly rows: LinkRows,
    private readonly link: LinkWinnerService,
  ) {}

  /** A link that has another photo, or another winner, stays as it is. */
  async execute(restored: Restored, attempt: LinkAttempt): Promise<void> {
    const { candidateId } = restored;
    const runId = (await this.pipeline.runsOfCandidates([candidateId])).get(candidateId)?.id;
    if (runId && (await this.adopt(runId, restored))) await this.link.execute(runId, attempt);
  }

  private adopt(runId: string, { photoId, candidateId }: Restored): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const link = await this.rows.lock(manager, runId);
      const run = await this.pipeline.standing(manager, runId);
      const photo = await this.photos.find(manager, photoId);
      if ((link.photoId ?? photoId) !== photoId || !photo) return false;
      if (run?.status !== 'completed' || run.winner?.candidateId !== candidateId) return false;
      await this.rows.change(manager, runId, { photoId, photoDeleted: false, state: 'pending', reason: null });
      return true;
    });
  }
}
