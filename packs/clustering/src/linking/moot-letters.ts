import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { keysetPages } from '@trellis/database';
import { DeadLetters, type DeadLetter } from '@trellis/events';
import { PipelineFacade, RunCompletedEvent } from '@trellis/pipeline';

const PAGE = 200;

/** Settled after the event had died, for better or for a reason that only a person can mend: the event has nothing to add. */
const SETTLED = `
  select letter.run_id from unnest($1::uuid[], $2::timestamptz[]) as letter (run_id, died_at)
  join cluster_links link on link.run_id = letter.run_id
  where link.updated_at > letter.died_at and link.state <> 'pending' and link.reason is distinct from 'storage_unavailable'`;

/** Dead letters that nobody has to look at any more, so that their alert ends when the sweeper has healed what they tell of. */
@Injectable()
export class MootLetters {
  private readonly log = new Logger('Sweeper');

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly letters: DeadLetters,
    private readonly pipeline: PipelineFacade,
  ) {}

  /** Takes away those whose link has settled since, and those whose run is gone. */
  async discard(): Promise<void> {
    for await (const page of keysetPages<DeadLetter>(PAGE, (last) => this.letters.list(PAGE, last?.position))) {
      const moot = await this.mootOf(page.filter(({ name }) => name === RunCompletedEvent.eventName));
      await this.letters.discard(moot.map(({ id }) => id));
      for (const { id, event } of moot) this.log.log({ deadLetter: id, ...event }, 'dead letter settled');
    }
  }

  private async mootOf(letters: readonly DeadLetter[]): Promise<DeadLetter[]> {
    const runIds = letters.map(runOf);
    const existing = await this.pipeline.existingRuns(runIds);
    const rows = await this.dataSource.query<{ run_id: string }[]>(SETTLED, [runIds, letters.map((one) => one.diedAt)]);
    const settled = new Set(rows.map(({ run_id }) => run_id));
    return letters.filter((one) => settled.has(runOf(one)) || !existing.has(runOf(one)));
  }
}

const runOf = ({ event }: DeadLetter): string => (event as RunCompletedEvent).runId;
