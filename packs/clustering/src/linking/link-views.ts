import { Injectable } from '@nestjs/common';
import { DeadLetters, type DeadLetter } from '@trellis/events';
import type { ClusterLinkEntity } from './cluster-link.entity.ts';
import { LINK_WINNER } from './run-completed.listener.ts';
import { SWEEPER_S, type LinkView } from './link-view.ts';

/** What people see of links. What the row cannot tell, because its worker died, its dead letter tells. */
@Injectable()
export class LinkViews {
  constructor(private readonly deadLetters: DeadLetters) {}

  async of(links: readonly ClusterLinkEntity[]): Promise<LinkView[]> {
    const pending = links.filter(({ state }) => state === 'pending').map(({ runId }) => runId);
    const letters = await this.deadLetters.latestBy(LINK_WINNER, 'runId', pending);
    return links.map((link) => ({ ...viewOf(link), ...givenUp(link, letters.get(link.runId)) }));
  }
}

/** Nothing to add when the link went on after its event had died, and says itself why it is not done. */
function givenUp(link: ClusterLinkEntity, letter: DeadLetter | undefined): Partial<LinkView> {
  if (!letter || (link.lastError !== null && link.updatedAt > letter.diedAt)) return {};
  const tries = letter.attempts === 1 ? '1 try' : `${letter.attempts} tries`;
  const sweepAt = new Date(link.updatedAt.getTime() + SWEEPER_S * 1000);
  return {
    lastError: `Given up after ${tries}: ${letter.reason}`,
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
