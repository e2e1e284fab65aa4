import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { Database } from '@trellis/database';
import { Subscriptions } from '@trellis/events';
import { explainError, forLog } from '@trellis/kernel';
import { Sweeper } from '@trellis/manifest';
import { LinkCounts } from './link-counts.ts';
import { SWEEPER_S } from './link-view.ts';
import { LinkWinnerService } from './link-winner.service.ts';
import { ObsoleteLetters } from './obsolete-letters.ts';
import { LINK_WINNER } from './run-completed.listener.ts';

const BATCH = 100;

/** Claims links by touching them, so that another worker does not find them due. */
const CLAIM_DUE = `
  update cluster_links set updated_at = now() where run_id in (
    select run_id from cluster_links
    where (state = 'pending' and updated_at < now() - interval '${SWEEPER_S} seconds')
       or (state = 'failed' and reason = 'storage_unavailable' and updated_at < now() - interval '10 minutes')
    order by updated_at limit ${BATCH} for update skip locked)
  returning run_id`;

/**
 * Links what no event reached. The backlog of an outage of any length is processed once it is over. The database gives
 * every completed run a link, so a sweep costs as much as there is to do, however many runs are done.
 */
@Injectable()
export class LinkSweeper extends Sweeper {
  constructor(
    private readonly database: Database,
    private readonly link: LinkWinnerService,
    private readonly obsoleteLetters: ObsoleteLetters,
    private readonly subscriptions: Subscriptions,
    private readonly counts: LinkCounts,
  ) {
    super('Sweeper');
  }

  /** One pass over everything that is due. */
  override async sweep(): Promise<void> {
    for (;;) {
      const [due] = await this.database.query<[{ run_id: string }[], number]>(CLAIM_DUE);
      await this.linkAll(due.map(({ run_id }) => run_id));
      if (due.length < BATCH || this.stopped) break;
    }
    if (this.stopped) return;
    await this.counts.merge();
    await this.obsoleteLetters.discard();
  }

  /**
   * A failing link records the reason in its row and does not stop the others. Relay and sweeper share the limit of
   * the subscription. A sweep never takes more than there are, so an event waits for at most one round.
   */
  private async linkAll(runIds: readonly string[]): Promise<void> {
    const { limit, concurrency } = this.subscriptions.get(LINK_WINNER);
    const asking = pLimit(concurrency);
    const linked = await Promise.all(runIds.map((runId) => asking(() => limit(() => this.linkOne(runId)))));
    const failures = linked.filter((ok) => !ok).length;
    if (runIds.length > 0) this.log.log({ swept: runIds.length, failures }, 'swept links');
  }

  /** False when it failed. Its row and the log have the reason, and the next sweep retries it. */
  private async linkOne(runId: string): Promise<boolean> {
    if (this.stopped) return true;
    try {
      await this.link.execute(runId, { actor: 'worker', lastAttempt: true });
      return true;
    } catch (error) {
      this.log.warn({ runId, reason: explainError(error), ...forLog(error) }, 'the sweep could not link a run');
      return false;
    }
  }
}
