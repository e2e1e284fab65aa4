import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PipelineFacade } from '@trellis/pipeline';
import type { NewCluster } from './clusters/cluster-input.ts';
import { ClustersService } from './clusters/clusters.service.ts';

/** Clusters and links for the packs above. */
@Injectable()
export class ClusteringFacade {
  constructor(
    private readonly pipeline: PipelineFacade,
    private readonly clusters: ClustersService,
  ) {}

  /** Returns its id. @throws DomainError as POST /personas/:id/clusters does */
  async createCluster(personaId: string, cluster: NewCluster, actor: string): Promise<string> {
    return (await this.clusters.create(personaId, cluster, actor)).id;
  }

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
