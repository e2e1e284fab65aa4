import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { inTransaction, recordAudit } from '@trellis/database';
import { notFound } from '@trellis/http';
import { PhotosFacade } from '@trellis/photos';
import { PipelineFacade } from '@trellis/pipeline';
import { ClusterEntity } from './cluster.entity.ts';

/** Deletes a cluster and keeps its runs and photos, without a cluster; completed runs tell how they stand then. */
@Injectable()
export class DeleteClusterService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly pipeline: PipelineFacade,
    private readonly photos: PhotosFacade,
  ) {}

  /** @throws DomainError cluster_not_found */
  async execute(id: string, actor: string): Promise<void> {
    await inTransaction(this.dataSource, async (manager) => {
      const cluster = await manager.findOne(ClusterEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!cluster) throw notFound('cluster');
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
