import { Egress, EgressError, EGRESS_LIMITS } from '@trellis/egress';
import type { GraphAnswer, GraphError, GraphFailure } from './graph-answers.ts';
import { field, objectOf, UnreadableAnswer } from './read-graph.ts';

type Init = NonNullable<Parameters<Egress['fetch']>[1]>;
type Response = Awaited<ReturnType<Egress['fetch']>>;

export interface GraphAddress {
  /** `https://graph.instagram.com`, or a server for tests. */
  baseUrl: string;
  /** An operator has entered it: it may be inside this network. */
  isConfigured?: boolean;
  version: string;
  token: string;
  tokenIn: 'header' | 'query';
}

const GET_MS = 20_000;
const POST_MS = 60_000;
const USAGE_HEADER = 'x-business-use-case-usage';

/** Requests to the Graph API with one token. What fails is an answer, and nothing is sent twice. */
export class GraphRequests {
  private readonly egress: Egress;

  constructor(private readonly address: GraphAddress) {
    this.egress = new Egress(
      { configured: address.isConfigured ? [address.baseUrl] : [] },
      { ...EGRESS_LIMITS, wholeMs: POST_MS },
    );
  }

  get<T>(path: string, parameters: Record<string, string>, read: (value: Record<string, unknown>) => T) {
    const query = new URLSearchParams(parameters);
    return this.ask(path, query, { signal: AbortSignal.timeout(GET_MS) }, read);
  }

  post<T>(path: string, parameters: Record<string, string>, read: (value: Record<string, unknown>) => T) {
    const body = new URLSearchParams(parameters);
    return this.ask(path, new URLSearchParams(), { method: 'POST', body: body.toString(), headers: FORM }, read);
  }

  private async ask<T>(
    path: string,
    query: URLSearchParams,
    init: Init,
    read: (value: Record<string, unknown>) => T,
  ): Promise<GraphAnswer<T>> {
    const { baseUrl, token, tokenIn } = this.address;
    if (tokenIn === 'query') query.set('access_token', token);
    const bearer = tokenIn === 'header' ? { authorization: `Bearer ${token}` } : {};
    const headers = { ...bearer, ...(init.headers as Record<string, string> | undefined) };
    const url = new URL(path, `${baseUrl}/`);
    url.search = query.toString();
    try {
      const answer = await this.egress.fetch(url, { ...init, headers });
      const value = objectOf(await this.egress.json(answer));
      if (answer.status === 200) return { kind: 'ok', value: read(value) };
      return errorOf(answer, value);
    } catch (error) {
      return failureOf(error);
    }
  }

  /** Where a request of this version goes. */
  path(...parts: readonly string[]): string {
    return [this.address.version, ...parts].map((part) => encodeURIComponent(part)).join('/');
  }
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** @throws what is no failure of a request */
function failureOf(error: unknown): GraphFailure {
  if (error instanceof EgressError) return { kind: 'no_answer', reason: error.code };
  if (error instanceof UnreadableAnswer) return { kind: 'no_answer', reason: 'malformed' };
  throw error;
}

/** @throws UnreadableAnswer for a status that no error explains */
function errorOf({ status, headers }: Response, value: Record<string, unknown>): GraphError {
  const error = objectOf(value['error']);
  const [code, subcode] = [error['code'], error['error_subcode']];
  if (!Number.isSafeInteger(code)) throw new UnreadableAnswer();
  const waitMinutes = waitOf(headers.get(USAGE_HEADER));
  return {
    kind: 'error',
    status,
    code: Number(code),
    subcode: Number.isSafeInteger(subcode) ? Number(subcode) : null,
    waitMinutes,
  };
}

const MOST_WAIT = 24 * 60;

/** The longest of the waits that the header names, in minutes. */
function waitOf(header: string | null): number | null {
  if (!header) return null;
  try {
    const uses = Object.values(objectOf(JSON.parse(header))).flatMap((one) =>
      Array.isArray(one) ? (one as unknown[]) : [],
    );
    const waits = uses.map((use) => Number(field(use, 'estimated_time_to_regain_access')));
    const most = Math.max(...waits.filter((minutes) => minutes > 0));
    return Number.isFinite(most) ? Math.min(Math.ceil(most), MOST_WAIT) : null;
  } catch (error) {
    // A header that cannot be read says nothing.
    if (error instanceof SyntaxError || error instanceof UnreadableAnswer) return null;
    throw error;
  }
}
