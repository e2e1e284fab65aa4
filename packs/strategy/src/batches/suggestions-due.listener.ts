import { Injectable } from '@nestjs/common';
import { Subscribe, type Delivery } from '@trellis/events';
import { MakeSuggestionsService } from './make-suggestions.service.ts';
import { SuggestionsDueEvent } from './suggestions-due.event.ts';

/** The subscription that asks the model; also the name of its queue. */
export const MAKE_SUGGESTIONS = 'strategy.make-suggestions';

/** As high as a link: a person waits, and the answer costs this machine nothing. */
const PRIORITY = 100;

@Injectable()
export class SuggestionsDueListener {
  constructor(private readonly suggestions: MakeSuggestionsService) {}

  @Subscribe(SuggestionsDueEvent, { as: MAKE_SUGGESTIONS, concurrency: 2, tries: 3, priority: PRIORITY })
  async onSuggestionsDue({ batchId, attempt }: SuggestionsDueEvent, delivery: Delivery): Promise<void> {
    await this.suggestions.execute(batchId, attempt, delivery.attempt > 1);
  }
}
