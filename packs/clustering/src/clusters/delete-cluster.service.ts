import { Injectable } from '@nestjs/common';
import { Database, recordAudit } from '@trellis/database';
import { notFound } from '@trellis/kernel';
import { PhotosFacade } from '@trellis/photos';
import { PipelineFacade } from '@trellis/pipeline';
import { ClusterEntity } from './cluster.entity.ts';
import { clusteringProblems } from '../clustering.problems.ts';

/** Deletes a cluster. Its runs and photos stay without a cluster, and completed runs publish the change. */
@Injectable()
export class DeleteClusterService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineFacade,
    private readonly photos: PhotosFacade,
  ) {}

  /** @throws DomainError cluster_not_found; photo_held when a post holds one of its photos */
  async execute(id: string, actor: string): Promise<void> {
    await this.database.transaction(async (manager) => {
      const cluster = await manager.findOne(ClusterEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!cluster) throw notFound(clusteringProblems.cluster_not_found);
      await this.pipeline.leaveCluster(manager, id, actor);
      await this.photos.leaveCluster(manager, id, actor);
      await manager.delete(ClusterEntity, { id });
      await recordAudit(manager, {
        actor,
        action: 'cluster.deleted',
        subjectType: 'cluster',
        subjectId: id,
        data: { name: cluster.name },
      });
    });
  }
}
