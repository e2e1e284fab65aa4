import { Injectable } from '@nestjs/common';
import { failureOf, TextModel } from '@trellis/ai';
import { ContentPolicy } from '@trellis/kernel';
import { BatchRows } from './batch-rows.ts';
import { SuggestionFactsReader } from './suggestion-facts.ts';
import { suggestionQuestion, withoutRefused } from './suggestion-question.ts';

/** One attempt of a batch: a question to the model, and all of its ideas or none. */
@Injectable()
export class MakeSuggestionsService {
  constructor(
    private readonly rows: BatchRows,
    private readonly facts: SuggestionFactsReader,
    private readonly model: TextModel,
    private readonly policy: ContentPolicy,
  ) {}

  /** @param isRepeated whether the attempt was begun before, by a worker that died or failed */
  async execute(batchId: string, attempt: number, isRepeated: boolean): Promise<void> {
    const batch = await this.rows.claim(batchId, attempt, isRepeated);
    if (!batch) return;
    const { policy } = this;
    const all = await this.facts.read(batch.pillarId, batch.clusterId);
    if (!all) return;
    const facts = await withoutRefused(all, policy);
    const asking = { actor: batch.createdBy, policy, isLonger: (batch.failures.truncated ?? 0) > 0 };
    const answer = await this.model.generate(suggestionQuestion(facts, batch.wanted, asking));
    if (answer.ok) return this.rows.finish(batch, answer.value);
    await this.rows.fail(batch, answer);
  }
}

/** What became of a batch whose workers died. */
export const ABANDONED = failureOf('unavailable', { detail: 'The worker of this batch has died. Ask again.' });
