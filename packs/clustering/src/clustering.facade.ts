import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PipelineFacade } from '@trellis/pipeline';

/** Links for the packs above. */
@Injectable()
export class ClusteringFacade {
  constructor(private readonly pipeline: PipelineFacade) {}

  /** Locks the links of these photos, in the order of their runs, before the caller locks anything above them. */
  async lockLinks(manager: EntityManager, photoIds: readonly string[]): Promise<void> {
    if (photoIds.length === 0) return;
    await manager.query('select 1 from cluster_links where photo_id = any($1) order by run_id for no key update', [
      photoIds,
    ]);
  }

  /** Links again what these photos stood in the way of, after the caller's transaction has released them. */
  async lookAgain(manager: EntityManager, photoIds: readonly string[]): Promise<void> {
    const waiting = `select run_id as "runId" from cluster_links where photo_id = any($1) and state = 'pending' order by 1`;
    const rows = await manager.query<{ runId: string }[]>(waiting, [photoIds]);
    if (rows.length > 0) await this.pipeline.recordCompleted(manager, ...rows.map(({ runId }) => runId));
  }
}
