import { Injectable } from '@nestjs/common';
import { AiCalls } from '@trellis/ai';
import { Database } from '@trellis/database';
import { DeadLetters, type DeadLetter } from '@trellis/events';
import { Sweeper } from '@trellis/manifest';
import { ABANDONED } from './make-suggestions.service.ts';
import { MAKE_SUGGESTIONS } from './suggestions-due.listener.ts';
import type { SuggestionsDueEvent } from './suggestions-due.event.ts';

const FAIL = `update suggestion_batches set state = 'failed', error_kind = $1, error_detail = $2, lease_until = null,
  next_attempt_at = null where`;
const LOST = `${FAIL} state = 'running' and lease_until < now()`;
const DEAD = `${FAIL} state in ('queued', 'running') and id = any($3)`;

/** Thirty days after it was made, an idea that was not decided is out of date. */
const EXPIRE = `
  update suggestions set state = 'expired' where id in (
    select id from suggestions where state = 'pending' and created_at < now() - interval '30 days'
    order by created_at limit 1000 for update skip locked)`;

const batchOf = ({ event }: DeadLetter): string => (event as SuggestionsDueEvent).batchId;

/** Ends batches whose worker died, and ideas that were not decided. */
@Injectable()
export class SuggestionSweeper extends Sweeper {
  constructor(
    private readonly database: Database,
    private readonly letters: DeadLetters,
    private readonly calls: AiCalls,
  ) {
    super('Suggestions');
  }

  override async sweep(): Promise<void> {
    const { kind, detail } = ABANDONED;
    await this.database.query(LOST, [kind, detail]);
    for await (const letter of this.letters.discard(MAKE_SUGGESTIONS, (page) => this.failed(page)))
      this.log.warn({ deadLetter: letter.id, batchId: batchOf(letter), reason: letter.reason }, 'a batch failed');
    await this.database.query(EXPIRE);
    await this.calls.forgetTexts();
  }

  /** Every letter is settled: the person sees the failure at the batch, and asks again. */
  private async failed(letters: readonly DeadLetter[]): Promise<DeadLetter[]> {
    const { kind, detail } = ABANDONED;
    await this.database.query(DEAD, [kind, detail, letters.map(batchOf)]);
    return [...letters];
  }
}
