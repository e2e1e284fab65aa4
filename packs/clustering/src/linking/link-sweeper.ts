import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { keysetPages } from '@trellis/database';
import { explainError, forLog, limitConcurrency } from '@trellis/kernel';
import { PipelineFacade } from '@trellis/pipeline';
import { SWEEPER_S } from './link-view.ts';
import { LinkWinnerService } from './link-winner.service.ts';
import { MootLetters } from './moot-letters.ts';

const EVERY_MS = 60_000;
const BATCH = 100;
const PAGE = 5_000;

/** Claimed by being touched: what one worker has taken is not due for another one. */
const CLAIM_DUE = `
  update cluster_links set updated_at = now() where run_id in (
    select run_id from cluster_links
    where (state = 'pending' and updated_at < now() - interval '${SWEEPER_S} seconds')
       or (state = 'failed' and reason = 'storage_unavailable' and updated_at < now() - interval '10 minutes')
    order by updated_at limit ${BATCH} for update skip locked)
  returning run_id`;

const WITHOUT_ROW = `
  select id from unnest($1::uuid[]) as id where not exists (select 1 from cluster_links where run_id = id)`;

/** Links what no event reached: so an outage of any length heals by itself once it is over. */
@Injectable()
export class LinkSweeper implements BeforeApplicationShutdown {
  private readonly log = new Logger('Sweeper');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly pipeline: PipelineFacade,
    private readonly link: LinkWinnerService,
    private readonly moot: MootLetters,
  ) {}

  /** Sweeps now and every minute, one sweep at a time. */
  start(concurrency: number): void {
    const tick = () => {
      this.running ??= this.sweep(concurrency)
        .catch((error: unknown) => this.log.error({ err: error }, 'sweep failed; the next one is in a minute'))
        .finally(() => (this.running = undefined));
    };
    tick();
    this.timer = setInterval(tick, EVERY_MS);
  }

  /** Finishes the links in hand. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** One pass over everything that is due. */
  async sweep(concurrency: number): Promise<void> {
    for (;;) {
      const [due] = await this.dataSource.query<[{ run_id: string }[], number]>(CLAIM_DUE);
      await this.linkAll(
        due.map(({ run_id }) => run_id),
        concurrency,
      );
      if (due.length < BATCH || this.stopped) break;
    }
    for await (const ids of keysetPages<string>(PAGE, (last) => this.pipeline.completedRunIds(last, PAGE))) {
      const missing = await this.dataSource.query<{ id: string }[]>(WITHOUT_ROW, [ids]);
      await this.linkAll(
        missing.map(({ id }) => id),
        concurrency,
      );
      if (this.stopped) return;
    }
    await this.moot.discard();
  }

  /** One that fails says so in its row and stops no other. */
  private async linkAll(runIds: readonly string[], concurrency: number): Promise<void> {
    const oneOfMany = limitConcurrency(concurrency);
    const linked = await Promise.all(runIds.map((runId) => oneOfMany(() => this.linkOne(runId))));
    const failures = linked.filter((ok) => !ok).length;
    if (runIds.length > 0) this.log.log({ swept: runIds.length, failures }, 'swept links');
  }

  /** False when it did not come about: its row says why, the log too, and the next sweep tries again. */
  private async linkOne(runId: string): Promise<boolean> {
    if (this.stopped) return true;
    try {
      await this.link.execute(runId, { actor: 'worker', lastAttempt: true });
      return true;
    } catch (error) {
      this.log.warn({ runId, reason: explainError(error), ...forLog(error) }, 'not linked by the sweep');
      return false;
    }
  }
}
