import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { Database, keysetPages } from '@trellis/database';
import { PipelineFacade } from '@trellis/pipeline';
import { LinkWinnerService } from './link-winner.service.ts';
import { LinksService } from './links.service.ts';
import type { LinkView } from './link-view.ts';

/** Selects completed runs: those without a settled link, those with a failed link, or one run. */
export interface LinkSelection {
  failed?: boolean;
  runId?: string;
  /** These runs, whatever the state of their links. */
  runIds?: readonly string[];
}

/** The actor, the concurrency, and when to begin no more. Begun links are finished. */
export interface LinkWork {
  actor: string;
  concurrency: number;
  until: () => boolean;
}

const PAGE = 1_000;

const UNSETTLED = `
  select id from unnest($1::uuid[]) as id left join cluster_links l on l.run_id = id
  where l.run_id is null or l.state = 'pending' or (l.state = 'failed' and l.reason = 'storage_unavailable') order by id`;

const FAILED = `select run_id as id from cluster_links where run_id = any($1) and state = 'failed' order by run_id`;

/** Links every run that can be linked, in pages, as many at once as a worker does. */
@Injectable()
export class LinkManyService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineFacade,
    private readonly winners: LinkWinnerService,
    private readonly links: LinksService,
  ) {}

  /** The selected runs, by id, in pages. */
  async *select({
    failed = false,
    runId,
    runIds = runId ? [runId] : undefined,
  }: LinkSelection): AsyncIterable<string[]> {
    if (runIds) {
      yield [...runIds];
      return;
    }
    for await (const ids of keysetPages<string>(PAGE, (last) => this.pipeline.completedRunIds(last, PAGE))) {
      const rows = await this.database.query<{ id: string }[]>(failed ? FAILED : UNSETTLED, [ids]);
      if (rows.length > 0) yield rows.map(({ id }) => id);
    }
  }

  /** The number of selected runs that should have a photo: with a cluster and a winner. */
  async count(selection: LinkSelection): Promise<number> {
    let count = 0;
    for await (const page of this.select(selection)) {
      const standings = await this.pipeline.standings(this.database.manager, page);
      count += standings.filter(({ clusterId, winner }) => clusterId && winner).length;
    }
    return count;
  }

  /** Links the selected runs, and yields each outcome when it is known. */
  async *linkAll(selection: LinkSelection, work: LinkWork): AsyncIterable<LinkView> {
    const again = selection.failed === true || selection.runId !== undefined;
    for await (const page of this.select(selection)) {
      yield* this.link(page, { ...work, again });
      if (work.until()) return;
    }
  }

  /** Links a page of runs and yields the state of each link. With `again`, failed and skipped links are retried. */
  async *link(
    runIds: readonly string[],
    { actor, concurrency, again, until }: LinkWork & { again: boolean },
  ): AsyncIterable<LinkView> {
    const limit = pLimit(concurrency);
    const outcomes = runIds.map((runId) =>
      limit(async () => (until() ? undefined : this.linkOne(runId, actor, again))),
    );
    // Each promise is awaited below. After a failure the rest must still be handled, or Node would end the process.
    for (const outcome of outcomes) outcome.catch(() => undefined);
    for (const outcome of outcomes) {
      const link = await outcome;
      if (link) yield link;
    }
  }

  private async linkOne(runId: string, actor: string, again: boolean): Promise<LinkView> {
    if (again && (await this.links.get(runId)).state !== 'none') await this.links.reopen(runId);
    try {
      await this.winners.execute(runId, { actor, lastAttempt: true });
    } catch (error) {
      const link = await this.links.get(runId);
      // The link row already records this failure. Rethrow anything it does not record.
      if (!link.lastError) throw error;
      return link;
    }
    return this.links.get(runId);
  }
}
