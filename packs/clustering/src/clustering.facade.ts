import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PipelineFacade } from '@trellis/pipeline';

/** Links for the packs above. */
@Injectable()
export class ClusteringFacade {
  constructor(private readonly pipeline: PipelineFacade) {}

  /** Links again what these photos stood in the way of, after the caller's transaction has released them. */
  async lookAgain(manager: EntityManager, photoIds: readonly string[]): Promise<void> {
    const waiting = `select run_id as "runId" from cluster_links where photo_id = any($1) and state = 'pending' order by 1`;
    const rows = await manager.query<{ runId: string }[]>(waiting, [photoIds]);
    if (rows.length > 0) await this.pipeline.recordCompleted(manager, ...rows.map(({ runId }) => runId));
  }
}
