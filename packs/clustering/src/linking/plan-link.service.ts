import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '@trellis/kernel';
import { PhotosFacade } from '@trellis/photos';
import { PipelineFacade, type RunStanding } from '@trellis/pipeline';
import { Database } from '@trellis/database';
import { samePlace } from '@trellis/storage';
import { BeginLinkService } from './begin-link.service.ts';
import type { ClusterLinkEntity } from './cluster-link.entity.ts';
import { decideLink, type LinkDecision } from './link-decision.ts';
import { intendedPlace, intentionOf, type LinkIntention } from './link-intention.ts';
import { LinkRows } from './link-rows.ts';

/** Step 1: does everything that needs no file, or writes the intention to make a photo. */
@Injectable()
export class PlanLinkService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineFacade,
    private readonly photos: PhotosFacade,
    private readonly rows: LinkRows,
    private readonly begin: BeginLinkService,
  ) {}

  /** Undefined when nothing is left to do. */
  async execute(runId: string, actor: string): Promise<LinkIntention | undefined> {
    const { run, intention } = await this.begin.execute(runId);
    if (intention) return intention;
    if (run?.status !== 'completed') return undefined;
    try {
      return await this.database.transaction((manager) => this.decide(manager, runId, run.clusterId, actor));
    } catch (error) {
      if (error instanceof RunMoved) return this.execute(runId, actor);
      throw error;
    }
  }

  /**
   * Adopts the existing photo of the winner, which is older than the link, or was restored. The following steps update
   * it. A photo of a former winner goes.
   * @throws DomainError photo_posted
   */
  async adopt(runId: string, candidateId: string, actor: string): Promise<void> {
    await this.database.transaction(async (manager) => {
      const link = await this.rows.lock(manager, runId);
      const photoId = await this.photos.idOfCandidate(manager, candidateId);
      if (!photoId || photoId === link.photoId) return;
      await this.rows.change(manager, runId, { photoId, photoDeleted: false });
      if (link.photoId) await this.photos.delete(manager, link.photoId, 'winner_replaced', actor);
    });
  }

  private async decide(
    manager: EntityManager,
    runId: string,
    clusterId: string | null,
    actor: string,
  ): Promise<LinkIntention | undefined> {
    const link = await this.rows.lock(manager, runId, clusterId);
    const run = await this.pipeline.standing(manager, runId);
    if (run?.status !== 'completed' || run.clusterId !== clusterId) throw new RunMoved();
    const photo = link.photoId ? await this.photos.find(manager, link.photoId) : undefined;
    return this.act(manager, { link, run, decision: decideLink(run, link, photo), actor });
  }

  private async act(manager: EntityManager, { link, run, decision, actor }: Act): Promise<LinkIntention | undefined> {
    const facts = {
      clusterId: run.clusterId,
      candidateId: run.winner?.candidateId ?? null,
      lastError: null,
      attempts: 0,
    };
    switch (decision.do) {
      case 'leave':
        return undefined;
      case 'create':
        return this.intend(manager, link, decision);
      case 'fail':
        await this.rows.dropIntention(manager, link);
        await this.rows.settle(manager, link, { ...facts, state: 'failed', reason: decision.reason }, actor);
        return undefined;
      case 'keep':
        await this.rows.dropIntention(manager, link);
        if (decision.move && link.photoId) await this.photos.move(manager, link.photoId, decision.clusterId, actor);
        if (link.photoId && run.winner) await this.photos.describe(manager, link.photoId, run.winner);
        await this.rows.settle(manager, link, { ...facts, state: 'linked', attempts: link.attempts }, actor);
        return undefined;
      case 'skip':
        await this.skip(manager, link, { ...facts, state: 'skipped', reason: decision.reason }, decision.photo, actor);
        return undefined;
    }
  }

  /** Clears the link before its photo is deleted. Otherwise the trigger records the deletion as a person's decision. */
  private async skip(
    manager: EntityManager,
    link: ClusterLinkEntity,
    changes: Partial<ClusterLinkEntity>,
    photo: Extract<LinkDecision, { do: 'skip' }>['photo'],
    actor: string,
  ): Promise<void> {
    await this.rows.dropIntention(manager, link);
    await this.rows.settle(manager, link, { ...changes, ...(photo === 'delete' && { photoId: null }) }, actor);
    if (photo === 'delete' && link.photoId) await this.photos.delete(manager, link.photoId, 'winner_unset', actor);
    if (photo === 'unassign' && link.photoId) await this.photos.move(manager, link.photoId, null, actor);
  }

  /** A retry for the same candidate keeps photo id and place. Another candidate, or another place, gets new ones. */
  private async intend(
    manager: EntityManager,
    link: ClusterLinkEntity,
    decision: Extract<LinkDecision, { do: 'create' }>,
  ): Promise<LinkIntention> {
    const again = link.candidateId === decision.winner.candidateId ? link.intendedPhotoId : null;
    const former = intendedPlace(link);
    const stays = again !== null && samePlace(this.rows.placeOf(again, decision.winner, former), former);
    if (!stays) await this.rows.dropIntention(manager, link);
    const photoId = stays ? again : newId();
    const place = stays ? former : this.rows.placeOf(photoId, decision.winner);
    const intention = intentionOf({ runId: link.runId, photoId, place }, decision);
    const state = { state: 'pending', reason: null, attempts: link.attempts + 1, nextAttemptAt: null } as const;
    await this.rows.change(manager, link.runId, { ...this.rows.columnsOf(intention), ...state });
    return intention;
  }
}

/** The run changed a moment ago. Everything is rolled back and decided again. */
class RunMoved extends Error {}

interface Act {
  link: ClusterLinkEntity;
  run: RunStanding;
  decision: LinkDecision;
  actor: string;
}
