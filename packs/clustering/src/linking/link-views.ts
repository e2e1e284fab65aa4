import { Injectable } from '@nestjs/common';
import { DeadLetters, type DeadLetter } from '@trellis/events';
import type { ClusterLinkEntity } from './cluster-link.entity.ts';
import { LINK_WINNER } from './run-completed.listener.ts';
import { SWEEPER_S, type LinkView } from './link-view.ts';

/** Links as the API shows them. When a worker crashed, its dead letter has the reason that the row lacks. */
@Injectable()
export class LinkViews {
  constructor(private readonly deadLetters: DeadLetters) {}

  async of(links: readonly ClusterLinkEntity[]): Promise<LinkView[]> {
    const pending = links.filter(({ state }) => state === 'pending').map(({ runId }) => runId);
    const letters = await this.deadLetters.latestBy(LINK_WINNER, 'runId', pending);
    return links.map((link) => ({ ...viewOf(link), ...deadLetterFields(link, letters.get(link.runId)) }));
  }
}

/** Nothing to add when the link was changed after the event died: it records its own reason. */
function deadLetterFields(link: ClusterLinkEntity, letter: DeadLetter | undefined): Partial<LinkView> {
  if (!letter || (link.lastError !== null && link.updatedAt > letter.diedAt)) return {};
  const attempts = letter.attempts === 1 ? '1 attempt' : `${letter.attempts} attempts`;
  const sweepAt = new Date(link.updatedAt.getTime() + SWEEPER_S * 1000);
  return {
    lastError: `Gave up after ${attempts}: ${letter.reason}`,
    nextAttemptAt: link.nextAttemptAt ?? sweepAt,
  };
}

const viewOf = (link: ClusterLinkEntity): LinkView => ({
  runId: link.runId,
  state: link.state,
  reason: link.reason,
  clusterId: link.clusterId,
  candidateId: link.candidateId,
  photoId: link.photoId,
  attempts: link.attempts,
  lastError: link.lastError,
  nextAttemptAt: link.nextAttemptAt,
});
