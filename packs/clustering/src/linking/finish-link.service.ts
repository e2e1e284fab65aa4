import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PhotosFacade, type StoredOriginal } from '@trellis/photos';
import { PipelineFacade } from '@trellis/pipeline';
import { Database } from '@trellis/database';
import type { ClusterLinkEntity } from './cluster-link.entity.ts';
import { decideLink, type LinkDecision } from './link-decision.ts';
import type { LinkIntention } from './link-intention.ts';
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
  ) {}

  /** False when the run has changed; start over then. */
  async execute(intention: LinkIntention, original: StoredOriginal, actor: string): Promise<boolean> {
    const done = await this.database.transaction(async (manager) => {
      const link = await this.rows.lock(manager, intention.runId, intention.clusterId);
      const run = await this.pipeline.standing(manager, intention.runId);
      const photo = link.photoId ? await this.photos.find(manager, link.photoId) : undefined;
      const decision = run && decideLink(run, { ...link, state: 'pending', reason: null }, photo);
      if (decision && stillIntended(decision, link, intention)) {
        await this.link(manager, link, intention, original, actor);
        reached({ point: 'before-commit', runId: intention.runId });
        return { completedAt: run.completedAt, first: link.photoId === null };
      }
      await this.abandon(manager, link, intention, original, decision);
      return null;
    });
    if (done) this.publish(intention, done);
    return done !== null;
  }

  /** Only the time of the first photo is meaningful: a winner may change years later. */
  private publish(
    { runId, photoId }: LinkIntention,
    { completedAt, first }: { completedAt: Date | null; first: boolean },
  ): void {
    const seconds = first && completedAt ? (Date.now() - completedAt.getTime()) / 1000 : undefined;
    this.log.log({ runId, photoId, seconds }, 'linked');
    reached({ point: 'committed', runId, seconds });
  }

  /** Order: the new photo, the link that points to it, the deletion of the old photo. */
  private async link(
    manager: EntityManager,
    link: ClusterLinkEntity,
    { photoId, personaId, clusterId, winner }: LinkIntention,
    original: StoredOriginal,
    actor: string,
  ): Promise<void> {
    const photo = { id: photoId, personaId, clusterId, imageCandidateId: winner.candidateId, path: winner.imagePath };
    const created = await this.photos.create(manager, photo, original, actor);
    const settled = { intendedPhotoId: null, intendedKey: null, photoDeleted: false, lastError: null };
    await this.rows.settle(manager, link, { ...settled, state: 'linked', photoId, clusterId }, actor, created);
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
    if (own) await this.rows.dropIntention(manager, { ...link, intendedKey: original.key });
    else await this.photos.tombstone(manager, original.key, 'link_abandoned');
  }
}

const stillIntended = (decision: LinkDecision, link: ClusterLinkEntity, intention: LinkIntention): boolean =>
  decision.do === 'create' &&
  decision.winner.candidateId === intention.winner.candidateId &&
  decision.clusterId === intention.clusterId &&
  link.intendedPhotoId === intention.photoId;
