import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { DomainError, notFound, unknownReference } from '@trellis/kernel';
import { PhotosFacade, photoProblems, type PhotoAction } from '@trellis/photos';
import { PipelineFacade } from '@trellis/pipeline';
import { clusteringProblems } from '../clustering.problems.ts';
import { ClusterLinkEntity } from '../linking/cluster-link.entity.ts';
import { ClusterEntity } from '../clusters/cluster.entity.ts';

export type BatchAction = PhotoAction | { action: 'move'; clusterId: string | null };

/** What became of one photo. */
export interface BatchResult {
  photoId: string;
  status: 'done' | 'refused';
  code: string | null;
  detail: string | null;
}

/** Does one thing to many photos, each in transactions of its own. A refused photo does not stop the others. */
@Injectable()
export class PhotoBatchService {
  constructor(
    private readonly database: Database,
    private readonly photos: PhotosFacade,
    private readonly pipeline: PipelineFacade,
  ) {}

  /** In the order sent. A photo that is named twice is changed once. */
  async execute(photoIds: readonly string[], order: BatchAction, actor: string): Promise<BatchResult[]> {
    const outcomes = new Map<string, BatchResult>();
    for (const photoId of photoIds)
      if (!outcomes.has(photoId)) outcomes.set(photoId, await this.one(photoId, order, actor));
    return photoIds.map((photoId) => outcomes.get(photoId) as BatchResult);
  }

  private async one(photoId: string, order: BatchAction, actor: string): Promise<BatchResult> {
    try {
      if (order.action === 'move') await this.move(photoId, order.clusterId, actor);
      else await this.photos.act(photoId, order, actor);
      return { photoId, status: 'done', code: null, detail: null };
    } catch (error) {
      // What concerns every photo ends the request.
      if (!(error instanceof DomainError) || ['unavailable', 'full'].includes(error.kind)) throw error;
      return { photoId, status: 'refused', code: error.code, detail: error.detail };
    }
  }

  /** A winner's photo is in the cluster of its run, so the run moves too; its link finds the photo in its place. */
  private async move(photoId: string, clusterId: string | null, actor: string): Promise<void> {
    const { manager } = this.database;
    const photo = await this.photos.find(manager, photoId);
    if (!photo) throw notFound(photoProblems.photo_not_found);
    if (clusterId !== null && !(await manager.existsBy(ClusterEntity, { id: clusterId, personaId: photo.personaId })))
      throw unknownReference(clusteringProblems.cluster_not_found, 'clusterId', "of the photo's persona");
    const link = await manager.findOneBy(ClusterLinkEntity, { photoId });
    if (link) await this.moveRunOf(photoId, link.runId, clusterId, actor);
    else if (photo.clusterId !== clusterId)
      await this.database.transaction((tx) => this.photos.move(tx, photoId, clusterId, actor));
  }

  /** Refused here, not by the link later, so the run stays where its photo is. */
  private async moveRunOf(photoId: string, runId: string, clusterId: string | null, actor: string): Promise<void> {
    await this.database.transaction((tx) => this.photos.requireFree(tx, photoId));
    await this.pipeline.moveRun(runId, clusterId, actor);
  }
}
