import { EgressError } from '@trellis/egress';
import { failureOf, type AiFailure } from '../ai-failure.ts';

interface ApiError {
  name?: string;
  statusCode?: number;
  responseHeaders?: Record<string, string>;
  responseBody?: string;
  cause?: unknown;
  value?: unknown;
}

const MOST_CAUSES = 10;

/** What a provider refuses with a reason instead of an answer. */
const BLOCKED = /"blockReason"\s*:/;

/** Why a call has no answer. The error itself may hold texts, so it is neither shown nor logged. */
export function explainFailure(error: unknown): AiFailure {
  const chain = causesOf(error);
  const api = chain.find(({ statusCode }) => statusCode !== undefined);
  if (chain.some(isTimeout)) return failureOf('timeout');
  if (chain.some(isBlocked)) return failureOf('refused');
  if (!api) return failureOf('unavailable');
  const retryAfter = secondsOf(api.responseHeaders?.['retry-after']);
  switch (api.statusCode) {
    case 401:
    case 403:
      return failureOf('unauthorized');
    case 408:
      return failureOf('timeout');
    case 429:
      return failureOf('rate_limited', { retryAfter });
    default:
      return failureOf('unavailable', {
        retryAfter,
        detail: `The provider answered with the status ${api.statusCode}, or in another form. Check AI_BASE_URL and AI_MODEL.`,
      });
  }
}

function causesOf(error: unknown, depth = 0): ApiError[] {
  if (typeof error !== 'object' || error === null || depth === MOST_CAUSES) return [];
  const one: ApiError = error;
  return [one, ...causesOf(one.cause, depth + 1)];
}

const isTimeout = (error: ApiError): boolean =>
  error instanceof EgressError
    ? error.code === 'timed_out'
    : error.name === 'TimeoutError' || error.name === 'AbortError';

const isBlocked = ({ responseBody, value }: ApiError): boolean =>
  BLOCKED.test(responseBody ?? '') || BLOCKED.test(value === undefined ? '' : JSON.stringify(value));

/** Seconds, or a date. */
function secondsOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}
