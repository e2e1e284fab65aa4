import { Injectable } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import type { PolicedText } from '@trellis/kernel';
import type { LanguageModel } from 'ai';
import { AiBudget } from './records/ai-budget.service.ts';
import { AiCalls } from './records/ai-calls.service.ts';
import { failureOf, type AiFailure } from './ai-failure.ts';
import { AiSettings } from './ai.settings.ts';
import { askProvider, type Asked } from './provider/ask-provider.ts';
import { providerModel, sendsSchema } from './provider/provider-model.ts';
import { TextModel, type Asking, type TextAnswer, type TextQuestion } from './text-model.ts';

/** Characters of a token, fewer than in any common language, so that a question is not underestimated. */
const CHARACTERS_OF_TOKEN = 3;
const LEAST_ANSWER = 256;

/** A provider behind the content policy and the budget of the day. Every call is recorded. */
@Injectable()
export class GuardedTextModel extends TextModel {
  private readonly settings: AiSettings;
  private model: Promise<LanguageModel> | undefined;

  constructor(
    private readonly config: TrellisConfig,
    private readonly budget: AiBudget,
    private readonly calls: AiCalls,
  ) {
    super();
    this.settings = config.of(AiSettings);
  }

  override async unready(): Promise<AiFailure | undefined> {
    if (this.settings.AI_PROVIDER === 'none') return failureOf('not_configured');
    const { callsLeft, tokensLeft } = await this.budget.left();
    return callsLeft > 0 && tokensLeft >= LEAST_ANSWER ? undefined : failureOf('budget');
  }

  override async generate<T>(question: TextQuestion<T>): Promise<TextAnswer<T>> {
    if (this.settings.AI_PROVIDER === 'none') return failureOf('not_configured');
    const blocked = await blockedBy(question, question.texts);
    if (blocked) return this.unasked(question, blocked);
    const asking = tokensOf(question);
    const grant = await this.budget.take(
      asking + question.maxTokens,
      asking + Math.min(LEAST_ANSWER, question.maxTokens),
    );
    if (!grant) return this.unasked(question, failureOf('budget'));
    const id = await this.calls.begin(question, { withText: true });
    const from = performance.now();
    const asked = await this.ask(question, grant.tokens - asking);
    // Also what the answer has beside its ideas, and what is of no use: a text that is refused is kept nowhere.
    const refused = await blockedBy(question, [{ field: 'answer', text: asked.text ?? '' }]);
    await this.calls.end(id, asked, { durationMs: performance.now() - from, withText: refused === undefined });
    await this.budget.settle(grant, usedBy(asked, grant.tokens));
    const { result, usage } = asked;
    return result.ok ? { ...result, usage: usage ?? { inputTokens: 0, outputTokens: 0 } } : result;
  }

  private async ask<T>(question: TextQuestion<T>, maxTokens: number): Promise<Asked<T>> {
    const timeoutMs = question.timeoutMs ?? this.settings.AI_TIMEOUT_SECONDS * 1000;
    this.model ??= providerModel(this.config);
    const asked = await askProvider(await this.model, question, {
      schema: sendsSchema(this.settings),
      maxTokens,
      timeoutMs,
    });
    if (!asked.result.ok) return asked;
    const blocked = await blockedBy(question, question.textsOf(asked.result.value));
    return blocked ? { ...asked, result: blocked } : asked;
  }

  private async unasked(question: Asking, failure: AiFailure): Promise<AiFailure> {
    const id = await this.calls.begin(question, { withText: false });
    await this.calls.end(id, { text: null, usage: null, result: failure }, { durationMs: 0, withText: false });
    return failure;
  }
}

/** The rules that refuse one of the texts, never the text. */
async function blockedBy<T>(
  { policy, personaId }: TextQuestion<T>,
  texts: readonly PolicedText[],
): Promise<AiFailure | undefined> {
  const rules = await policy.rulesAgainst(personaId, texts);
  if (rules.length === 0) return undefined;
  return failureOf('policy', { detail: `The content policy refuses the text (${rules.join(', ')}).` });
}

const tokensOf = ({ system, prompt, schema }: Asking): number =>
  Math.ceil((system.length + prompt.length + JSON.stringify(schema).length) / CHARACTERS_OF_TOKEN);

/** What was not answered was not paid for, unless the answer came too late, or its server counts nothing. */
function usedBy({ usage, text, result }: Asked<unknown>, granted: number): number {
  if (usage) return usage.inputTokens + usage.outputTokens;
  return text !== null || (!result.ok && result.kind === 'timeout') ? granted : 0;
}
