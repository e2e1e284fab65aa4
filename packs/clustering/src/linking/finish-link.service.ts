import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PhotosFacade, type StoredOriginal } from '@trellis/photos';
import { PipelineFacade } from '@trellis/pipeline';
import { Database } from '@trellis/database';
import type { ClusterLinkEntity } from './cluster-link.entity.ts';
import { decideLink, type LinkDecision } from './link-decision.ts';
import { FirstLinkService, photoOf, type Stored } from './first-link.service.ts';
import { stillIntended, type LinkIntention } from './link-intention.ts';
import { reached } from './link-progress.ts';
import { LinkRows } from './link-rows.ts';

/** Step 3: the stored object becomes the run's photo, if the run has not changed since the intention. */
@Injectable()
export class FinishLinkService {
  private readonly log = new Logger('Link');

  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineFacade,
    private readonly photos: PhotosFacade,
    private readonly rows: LinkRows,
    private readonly first: FirstLinkService,
  ) {}

  /** False when the run has changed; start over then. */
  async execute(intention: LinkIntention, original: StoredOriginal, actor: string): Promise<boolean> {
    const stored = { intention, original, actor };
    const first = await this.first.execute(stored);
    if (first) this.publish(intention, first.completedAt);
    return first !== undefined || this.finish(stored);
  }

  private async finish({ intention, original, actor }: Stored): Promise<boolean> {
    const done = await this.database.transaction(async (manager) => {
      const link = await this.rows.lock(manager, intention.runId, intention.clusterId);
      const run = await this.pipeline.standing(manager, intention.runId);
      const photo = link.photoId ? await this.photos.find(manager, link.photoId) : undefined;
      const decision = run && decideLink(run, { ...link, state: 'pending', reason: null }, photo);
      if (decision && stillIntended(decision, link, intention)) {
        await this.link(manager, link, { intention, original, actor });
        reached({ point: 'before-commit', runId: intention.runId });
        return { completedAt: link.photoId === null ? run.completedAt : null };
      }
      await this.abandon(manager, link, intention, original, decision);
      return null;
    });
    if (done) this.publish(intention, done.completedAt);
    return done !== null;
  }

  /** Only the time of the first photo is meaningful: a winner may change years later. */
  private publish({ runId, photoId }: LinkIntention, completedAt: Date | null): void {
    const seconds = completedAt ? (Date.now() - completedAt.getTime()) / 1000 : undefined;
    this.log.log({ runId, photoId, seconds }, 'linked');
    reached({ point: 'committed', runId, seconds });
  }

  /** Order: the new photo, the link that points to it, the deletion of the old photo. */
  private async link(manager: EntityManager, link: ClusterLinkEntity, stored: Stored): Promise<void> {
    const { intention, actor } = stored;
    const created = await this.photos.create(manager, photoOf(stored));
    await this.rows.settleLinked(manager, [{ ...intention, actor }], created);
    if (link.photoId) await this.photos.delete(manager, link.photoId, 'winner_replaced', actor);
  }

  /** Tombstones the object, unless another attempt at the same intention has finished it or still will. */
  private async abandon(
    manager: EntityManager,
    link: ClusterLinkEntity,
    { photoId, winner }: LinkIntention,
    original: StoredOriginal,
    decision: LinkDecision | undefined,
  ): Promise<void> {
    if (link.photoId === photoId) return;
    const own = link.intendedPhotoId === photoId;
    const sameWinner = decision?.do === 'create' && decision.winner.candidateId === winner.candidateId;
    if (own && sameWinner) return;
    if (own)
      await this.rows.dropIntention(manager, { ...link, intendedStore: original.store, intendedKey: original.key });
    else await this.photos.tombstone(manager, original, 'link_abandoned');
  }
}
