import { Injectable } from '@nestjs/common';
import { PhotosFacade, type StoredOriginal } from '@trellis/photos';
import { PipelineFacade } from '@trellis/pipeline';
import { Database, GroupCommit } from '@trellis/database';
import type { EntityManager } from 'typeorm';
import { decideLink } from './link-decision.ts';
import { stillIntended, type LinkIntention } from './link-intention.ts';
import { reached } from './link-progress.ts';
import { LinkRows } from './link-rows.ts';

/** A stored original that is to become the photo of its intention. */
export interface Stored {
  intention: LinkIntention;
  original: StoredOriginal;
  actor: string;
}

/** The first photo of a run was committed. */
export interface FirstLink {
  completedAt: Date | null;
}

/**
 * Step 3 of the usual case, for all stored originals of the moment together: links without a photo, which no other
 * transaction holds, get theirs in one transaction.
 */
@Injectable()
export class FirstLinkService {
  private readonly groups = new GroupCommit<Stored, FirstLink | undefined>((stored) =>
    this.database.transaction((manager) => this.link(manager, stored)),
  );

  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineFacade,
    private readonly photos: PhotosFacade,
    private readonly rows: LinkRows,
  ) {}

  /** Undefined when this is not the usual case; nothing is changed then. */
  execute(stored: Stored): Promise<FirstLink | undefined> {
    return this.groups.handle(stored);
  }

  private async link(manager: EntityManager, stored: readonly Stored[]): Promise<(FirstLink | undefined)[]> {
    const times = await this.unchanged(manager, stored);
    const linked = stored.filter(({ intention }) => times.has(intention));
    if (linked.length === 0) return stored.map(() => undefined);
    const created = await this.photos.create(manager, ...linked.map(photoOf));
    const links = linked.map(({ intention, actor }) => ({ ...intention, actor }));
    await this.rows.settleLinked(manager, links, created);
    for (const { runId } of links) reached({ point: 'before-commit', runId });
    return stored.map(({ intention }) => times.get(intention));
  }

  /** The intentions that still hold, after their links are locked. */
  private async unchanged(manager: EntityManager, stored: readonly Stored[]): Promise<Map<LinkIntention, FirstLink>> {
    const intentions = stored.map(({ intention }) => intention);
    const [runIds, clusterIds] = [intentions.map(({ runId }) => runId), intentions.map(({ clusterId }) => clusterId)];
    const links = new Map((await this.rows.lockFree(manager, runIds, clusterIds)).map((link) => [link.runId, link]));
    const runs = new Map((await this.pipeline.standings(manager, [...links.keys()])).map((run) => [run.runId, run]));
    return new Map(
      intentions.flatMap((intention) => {
        const [link, run] = [links.get(intention.runId), runs.get(intention.runId)];
        if (!link || run?.status !== 'completed') return [];
        const decision = decideLink(run, { ...link, state: 'pending', reason: null }, undefined);
        return stillIntended(decision, link, intention) ? [[intention, { completedAt: run.completedAt }]] : [];
      }),
    );
  }
}

export const photoOf = ({ intention, original, actor }: Stored) => {
  const { photoId: id, personaId, clusterId, winner } = intention;
  const { candidateId: imageCandidateId, imagePath: path, pictureHash, mirrorHash, prompt } = winner;
  const photo = { id, personaId, clusterId, imageCandidateId, path, pictureHash, mirrorHash, prompt };
  return { photo, original, actor };
};
