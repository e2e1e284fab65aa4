import type { ContentPolicy, PolicedText } from '@trellis/kernel';
import type { AiFailure } from './ai-failure.ts';

export type Purpose = 'suggestions' | 'captions';

/** What is asked of a model. */
export interface TextQuestion<T> {
  purpose: Purpose;
  /** How to answer. */
  system: string;
  prompt: string;
  /** JSON Schema of the answer: an object. */
  schema: object;
  /** The answer in its form, or undefined when it does not have it. It is given the JSON that the text holds. */
  read: (json: unknown) => T | undefined;
  /** Of the answer. */
  maxTokens: number;
  /** 0..2. */
  temperature: number;
  /** `AI_TIMEOUT_SECONDS` by default. */
  timeoutMs?: number;
  actor: string;
  personaId: string | null;
  policy: ContentPolicy;
  /** What the policy checks before the call. */
  texts: readonly PolicedText[];
  /** What it checks of the answer. */
  textsOf: (value: T) => readonly PolicedText[];
}

/** A question without its answer. */
export type Asking = Pick<TextQuestion<never>, 'purpose' | 'actor' | 'system' | 'prompt' | 'schema'>;

export interface Usage {
  inputTokens: number;
  outputTokens: number;
}

export type TextAnswer<T> = { ok: true; value: T; usage: Usage } | AiFailure;

/** The port to a text model. It throws nothing that a provider does: every failure is an answer. */
export abstract class TextModel {
  /** Why it would not be asked now: no provider, or nothing left of the day. Undefined when it would. */
  abstract unready(): Promise<AiFailure | undefined>;

  abstract generate<T>(question: TextQuestion<T>): Promise<TextAnswer<T>>;
}
