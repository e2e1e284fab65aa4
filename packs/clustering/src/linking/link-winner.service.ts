import { Injectable } from '@nestjs/common';
import { DomainError, withLogContext, type Problem } from '@trellis/kernel';
import { violatedConstraint } from '@trellis/database';
import { photoProblems } from '@trellis/photos';
import { FinishLinkService } from './finish-link.service.ts';
import { LinkFailureService } from './link-failure.service.ts';
import type { LinkAttempt } from './link-intention.ts';
import { PlanLinkService } from './plan-link.service.ts';
import { StoreWinnerService } from './store-winner.service.ts';

const ROUNDS = 5;
const STANDING_IN_THE_WAY: readonly Problem[] = [photoProblems.photo_posted, photoProblems.photo_held];

/**
 * Turns the winner of a completed run into the photo of its cluster. Everything that can make a link necessary calls
 * this. It is safe to repeat, to interrupt at any point and to run concurrently with itself: a crash leaves an
 * intention and perhaps an object under its key, never a photo without an object.
 */
@Injectable()
export class LinkWinnerService {
  constructor(
    private readonly plan: PlanLinkService,
    private readonly store: StoreWinnerService,
    private readonly finish: FinishLinkService,
    private readonly failure: LinkFailureService,
  ) {}

  /**
   * Returns when the link is settled, in any state.
   * @throws StorageUnavailableError, or another error that may not occur on the next attempt; the link records it
   */
  execute(runId: string, attempt: LinkAttempt): Promise<void> {
    return withLogContext({ runId }, () => this.settle(runId, attempt));
  }

  private async settle(runId: string, attempt: LinkAttempt): Promise<void> {
    for (let round = 1; round <= ROUNDS; round += 1) {
      if (await this.once(runId, attempt)) return;
    }
    throw new Error('the run changed faster than it could be linked');
  }

  /** True when the link is settled; false when the run changed meanwhile. */
  private async once(runId: string, attempt: LinkAttempt): Promise<boolean> {
    try {
      const intention = await this.plan.execute(runId, attempt.actor);
      if (!intention) return true;
      try {
        const original = await this.store.execute(intention);
        return await this.finish.execute(intention, original, attempt.actor);
      } catch (error) {
        if (violatedConstraint(error) === 'uq_photos_image_candidate') {
          await this.plan.adopt(runId, intention.winner.candidateId, attempt.actor);
          return false;
        }
        if (changedMeanwhile(error)) return false;
        if (await this.failure.record(intention, error, attempt)) return true;
        throw error;
      }
    } catch (error) {
      if (violatedConstraint(error) === 'fk_cluster_links_run') return true;
      throw error;
    }
  }
}

/** The cluster was deleted, or the photo to replace was posted or is held, between the decision and the commit. */
const changedMeanwhile = (error: unknown): boolean =>
  violatedConstraint(error) === 'fk_photos_cluster' ||
  violatedConstraint(error) === 'fk_cluster_links_cluster' ||
  (error instanceof DomainError && STANDING_IN_THE_WAY.includes(error.problem));
