import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { DeadLetters, type DeadLetter } from '@trellis/events';
import type { ClusterLinkEntity } from './cluster-link.entity.ts';
import { LINK_WINNER } from './run-completed.listener.ts';
import { SWEEPER_S, type LinkNames, type LinkView, type NamedLinkView } from './link-view.ts';

/** Links as the API shows them. When a worker crashed, its dead letter has the reason that the row lacks. */
@Injectable()
export class LinkViews {
  constructor(
    private readonly deadLetters: DeadLetters,
    private readonly database: Database,
  ) {}

  async of(links: readonly ClusterLinkEntity[]): Promise<LinkView[]> {
    const pending = links.filter(({ state }) => state === 'pending').map(({ runId }) => runId);
    const letters = await this.deadLetters.latestBy(LINK_WINNER, 'runId', pending);
    return links.map((link) => ({ ...viewOf(link), ...deadLetterFields(link, letters.get(link.runId)) }));
  }

  /** The cluster is that of the run, also before there is a link to it. One query for any number of links. */
  async named(links: readonly LinkView[]): Promise<NamedLinkView[]> {
    const rows = await this.database.query<(LinkNames & { id: string })[]>(NAMES, [links.map(({ runId }) => runId)]);
    const names = new Map(rows.map(({ id, ...rest }) => [id, rest]));
    const unknown = { runName: '', clusterName: null, personaName: null };
    return links.map((link) => ({ ...link, ...(names.get(link.runId) ?? unknown) }));
  }
}

const NAMES = `
  select r.id, r.name as "runName", c.name as "clusterName", p.name as "personaName"
  from pub_pipeline_runs r left join clusters c on c.id = r.cluster_id
  left join pub_personas_personas p on p.id = r.persona_id where r.id = any($1)`;

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
