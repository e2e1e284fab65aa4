import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { Database, newestFirst, paginate, type Page, type PageRequest } from '@trellis/database';
import { newId, storableText } from '@trellis/kernel';
import { AiSettings } from '../ai.settings.ts';
import { AiCallEntity } from './ai-call.entity.ts';
import type { Asked } from '../provider/ask-provider.ts';
import type { Asking } from '../text-model.ts';

export type AiCallView = Omit<AiCallEntity, 'updatedAt'>;

const SELECT = `
  select c.id, c.created_at as "createdAt", c.purpose, c.provider, c.model, c.actor, c.prompt, c.answer,
    c.prompt_sha256 as "promptSha256", c.answer_sha256 as "answerSha256", c.input_tokens as "inputTokens",
    c.output_tokens as "outputTokens", c.duration_ms as "durationMs", c.outcome, c.detail
  from ai_calls c`;

const FORGET = `
  update ai_calls set prompt = null, answer = null where id in (
    select id from ai_calls where num_nonnulls(prompt, answer) > 0 and created_at < now() - $1 * interval '1 day'
    order by created_at limit 1000)`;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The record of every call. A text that the content policy refuses leaves its hash only. */
@Injectable()
export class AiCalls {
  private readonly settings: AiSettings;

  constructor(
    private readonly database: Database,
    config: TrellisConfig,
  ) {
    this.settings = config.of(AiSettings);
  }

  /** Before the call, so that one whose process dies is seen. */
  async begin(question: Asking, { withText }: { withText: boolean }): Promise<string> {
    const id = newId();
    const { purpose, actor } = question;
    const text = `${question.system}\n\n${question.prompt}`;
    const { AI_PROVIDER: provider, AI_MODEL: model = '' } = this.settings;
    const row = {
      id,
      purpose,
      actor,
      provider,
      model,
      promptSha256: sha256(text),
      prompt: withText ? storableText(text) : null,
    };
    await this.database.manager.insert(AiCallEntity, row);
    return id;
  }

  async end<T>(
    id: string,
    { text, usage, result }: Asked<T>,
    { durationMs, withText }: { durationMs: number; withText: boolean },
  ): Promise<void> {
    const blocked = !result.ok && result.kind === 'policy';
    await this.database.manager.update(
      AiCallEntity,
      { id },
      {
        outcome: result.ok ? 'ok' : result.kind,
        detail: result.ok ? null : result.detail,
        ...{
          answer: withText && text !== null ? storableText(text) : null,
          answerSha256: text === null ? null : sha256(text),
        },
        ...(blocked && { prompt: null }),
        ...{ inputTokens: usage?.inputTokens ?? null, outputTokens: usage?.outputTokens ?? null },
        durationMs: Math.round(durationMs),
      },
    );
  }

  /** Newest first. */
  list(page: PageRequest): Promise<Page<AiCallView>> {
    return paginate<AiCallView>(this.database.manager, {
      list: 'ai-calls',
      filters: {},
      select: SELECT,
      where: [],
      sort: newestFirst('c'),
      page,
    });
  }

  /** Deletes the texts of calls that are older than `AI_KEEP_TEXT_DAYS`, a thousand at a time. */
  async forgetTexts(): Promise<void> {
    await this.database.query(FORGET, [this.settings.AI_KEEP_TEXT_DAYS]);
  }
}
