export const failureKinds = [
  ...(['not_configured', 'unauthorized', 'rate_limited', 'timeout', 'unavailable', 'refused', 'truncated'] as const),
  ...(['not_json', 'invalid', 'budget', 'policy'] as const),
];
export type AiFailureKind = (typeof failureKinds)[number];

export interface AiFailure {
  ok: false;
  kind: AiFailureKind;
  /** For people: what happened, and what to do. It never holds a text of the model. */
  detail: string;
  /** Seconds that the provider asks to wait. */
  retryAfter?: number;
}

const SENTENCES: Record<AiFailureKind, string> = {
  not_configured: 'No provider of text models is configured. Set AI_PROVIDER.',
  unauthorized: 'The provider refused the key. Set AI_API_KEY, and restart.',
  rate_limited: 'The provider is busy.',
  timeout: 'The provider did not answer within AI_TIMEOUT_SECONDS.',
  unavailable: 'The provider cannot be reached, or it answers in another form. Check AI_BASE_URL and AI_MODEL.',
  refused: 'The provider declined to write this.',
  truncated: 'The answer was cut off.',
  not_json: 'The answer is not usable: it has no JSON. GET /ai/calls has the text.',
  invalid: 'The answer is not usable: it does not have the form that was asked for. GET /ai/calls has the text.',
  budget: 'The calls or tokens of this day are used up. They are reset at 00:00 UTC.',
  policy: 'The content policy refuses the text.',
};

export const failureOf = (kind: AiFailureKind, more: { detail?: string; retryAfter?: number } = {}): AiFailure => ({
  ok: false,
  kind,
  detail: SENTENCES[kind],
  ...more,
});

const REPETITIONS: Partial<Record<AiFailureKind, number>> = {
  ...{ rate_limited: 3, timeout: 2, unavailable: 3, truncated: 1, not_json: 1, invalid: 1 },
};
const WAITS_S = [5, 20, 60];
const MOST_WAIT_S = 600;

/**
 * Seconds until a call is made again; undefined when it is not.
 * @param failures how often it has failed in this way, this time included
 */
export function repeatAfter({ kind, retryAfter }: AiFailure, failures: number): number | undefined {
  if (failures > (REPETITIONS[kind] ?? 0)) return undefined;
  if (kind === 'truncated' || kind === 'not_json' || kind === 'invalid') return 0;
  return Math.min(retryAfter ?? WAITS_S[failures - 1] ?? MOST_WAIT_S, MOST_WAIT_S);
}
