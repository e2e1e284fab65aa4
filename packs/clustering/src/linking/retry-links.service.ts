import { Injectable } from '@nestjs/common';
import { Database, FIRST_ID, recordAudit } from '@trellis/database';
import { PipelineFacade } from '@trellis/pipeline';
import type { LinkReason, StoredLinkState } from './link-view.ts';

const PAGE = 200;
/** Of one request. Another request takes the next ones. */
const MOST = 10_000;

/** Which links: those of these runs, or those in this state, for this reason. */
export type RetryOrder =
  { runIds: readonly string[] } | { state: Exclude<StoredLinkState, 'linked'>; reason?: LinkReason };

const AGAIN = `
  update cluster_links set state = 'pending', reason = null, photo_deleted = false, attempts = 0, next_attempt_at = null
  where run_id = any($1) and state <> 'linked'`;

/** Asks for a new attempt of many links, in pages. */
@Injectable()
export class RetryLinksService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineFacade,
  ) {}

  /** The number of links that are attempted again. Links of runs that are not completed are left out. */
  async execute(order: RetryOrder, actor: string): Promise<number> {
    let asked = 0;
    let after = FIRST_ID;
    while (asked < MOST) {
      const page = await this.pageOf(order, after);
      if (page.length === 0) break;
      await this.retry(page, actor);
      asked += page.length;
      after = page.at(-1) as string;
    }
    return asked;
  }

  private async pageOf(order: RetryOrder, after: string): Promise<string[]> {
    const values = 'runIds' in order ? [order.runIds] : [order.state, ...(order.reason ? [order.reason] : [])];
    const which =
      'runIds' in order
        ? `run_id = any($2) and state <> 'linked'`
        : `state = $2${order.reason ? ' and reason = $3' : ''}`;
    const rows = await this.database.query<{ id: string }[]>(
      `select run_id as id from cluster_links where run_id > $1 and ${which} order by run_id limit ${PAGE}`,
      [after, ...values],
    );
    return rows.map(({ id }) => id);
  }

  private retry(runIds: readonly string[], actor: string): Promise<void> {
    return this.database.transaction(async (manager) => {
      // In one order, so that two requests do not wait for each other.
      await manager.query(`select 1 from cluster_links where run_id = any($1) order by run_id for no key update`, [
        runIds,
      ]);
      await manager.query(AGAIN, [runIds]);
      const entry = { actor, action: 'link.retried', subjectType: 'link' } as const;
      await recordAudit(manager, ...runIds.map((subjectId) => ({ ...entry, subjectId })));
      await this.pipeline.recordCompleted(manager, ...runIds);
    });
  }
}
