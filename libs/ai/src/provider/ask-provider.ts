import type { LanguageModel } from 'ai';
import { explainFailure } from './explain-failure.ts';
import { failureOf, type AiFailure } from '../ai-failure.ts';
import { jsonInText } from './json-in-text.ts';
import type { TextQuestion, Usage } from '../text-model.ts';

/** What a provider answered. The text is there also when it is of no use. */
export interface Asked<T> {
  text: string | null;
  usage: Usage | null;
  result: { ok: true; value: T } | AiFailure;
}

export interface Form {
  /** Whether the API is given the schema. Otherwise the prompt has it. */
  schema: boolean;
  maxTokens: number;
  timeoutMs: number;
}

const inWords = (schema: object) =>
  `\n\nAnswer with JSON only, without any other text, that matches this JSON Schema:\n${JSON.stringify(schema)}`;

/** One call, never repeated here. */
export async function askProvider<T>(model: LanguageModel, question: TextQuestion<T>, form: Form): Promise<Asked<T>> {
  const { generateText, jsonSchema, Output } = await import('ai');
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const { schema, system, prompt, temperature } = question;
  try {
    const { finishReason, text, usage } = await generateText({
      model,
      instructions: form.schema ? system : system + inWords(schema),
      prompt,
      temperature,
      maxOutputTokens: form.maxTokens,
      maxRetries: 0,
      abortSignal: AbortSignal.timeout(form.timeoutMs),
      ...(form.schema && { output: Output.object({ schema: jsonSchema(schema) }) }),
    });
    return answered(question, text, finishReason, usage);
  } catch (error) {
    const { text, finishReason, usage } = unreadText(error);
    if (text !== undefined) return answered(question, text, finishReason, usage);
    return { text: null, usage: null, result: explainFailure(error) };
  }
}

type SdkUsage = { inputTokens?: number; outputTokens?: number } | undefined;

/** The reason of the end comes first: a text that was cut off may look complete. */
function answered<T>(question: TextQuestion<T>, text: string, finishReason: unknown, used: SdkUsage): Asked<T> {
  const { inputTokens, outputTokens } = used ?? {};
  const isCounted = inputTokens !== undefined || outputTokens !== undefined;
  const usage = isCounted ? { inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0 } : null;
  return { text, usage, result: resultOf(question, text, finishReason) };
}

function resultOf<T>(question: TextQuestion<T>, text: string, finishReason: unknown): Asked<T>['result'] {
  if (finishReason === 'length') return failureOf('truncated');
  if (finishReason === 'content-filter') return failureOf('refused');
  const json = jsonInText(text);
  if (json === undefined) return failureOf('not_json');
  const value = question.read(json);
  return value === undefined ? failureOf('invalid') : { ok: true, value };
}

/** The text of an answer that the library could not read: fenced JSON, or sentences around it. */
function unreadText(error: unknown): { text?: string; finishReason?: unknown; usage?: SdkUsage } {
  const { name, text, finishReason, usage } = error as Record<string, unknown>;
  return name === 'AI_NoObjectGeneratedError' && typeof text === 'string'
    ? { text, finishReason, usage: usage as SdkUsage }
    : {};
}
