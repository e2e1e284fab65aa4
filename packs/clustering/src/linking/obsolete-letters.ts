import { Injectable, Logger } from '@nestjs/common';
import { Database } from '@trellis/database';
import { DeadLetters, type DeadLetter } from '@trellis/events';
import { PipelineFacade, type RunCompletedEvent } from '@trellis/pipeline';
import { LINK_WINNER } from './run-completed.listener.ts';

/**
 * Every change of winner or cluster makes the link pending and publishes an event. A settled link includes all of them.
 */
const SETTLED = `
  select run_id from cluster_links where run_id = any($1) and state <> 'pending' and reason is distinct from 'storage_unavailable'`;

/** Deletes dead letters that are obsolete, so that their alert ends when the sweeper has linked their runs. */
@Injectable()
export class ObsoleteLetters {
  private readonly log = new Logger('Sweeper');

  constructor(
    private readonly database: Database,
    private readonly letters: DeadLetters,
    private readonly pipeline: PipelineFacade,
  ) {}

  /** Deletes the letters of settled links and of deleted runs. */
  async discard(): Promise<void> {
    for await (const letter of this.letters.discard(LINK_WINNER, (page) => this.obsoleteOf(page)))
      this.log.log({ deadLetter: letter.id, runId: runOf(letter) }, 'obsolete dead letter deleted');
  }

  private async obsoleteOf(letters: readonly DeadLetter[]): Promise<DeadLetter[]> {
    const runIds = letters.map(runOf);
    const existing = await this.pipeline.existingRuns(runIds);
    const rows = await this.database.query<{ run_id: string }[]>(SETTLED, [runIds]);
    const settled = new Set(rows.map(({ run_id }) => run_id));
    return letters.filter((one) => settled.has(runOf(one)) || !existing.has(runOf(one)));
  }
}

const runOf = ({ event }: DeadLetter): string => (event as RunCompletedEvent).runId;
