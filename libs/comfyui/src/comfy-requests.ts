import { Egress, EgressError, EGRESS_LIMITS } from '@trellis/egress';
import type { Denied, NoAnswer } from './answers.ts';
import { UnreadableAnswer } from './read-json.ts';

type Init = NonNullable<Parameters<Egress['fetch']>[1]>;
export type ComfyResponse = Awaited<ReturnType<Egress['fetch']>>;

export interface ComfyServerAddress {
  /** http or https, also with a path before the routes. */
  baseUrl: string;
  /** A bearer token of a proxy before the server. */
  token?: string | null;
}

const GET_MS = 15_000;
const POST_MS = 60_000;
/** Queue and history repeat whole workflows, which have up to 2 MB each. */
const JSON_BYTES = 4 * 1_048_576;

/** Requests to one server. What fails is an answer, and nothing is sent twice. */
export class ComfyRequests {
  private readonly base: string;
  private readonly headers: Record<string, string>;
  private readonly egress: Egress;

  constructor({ baseUrl, token }: ComfyServerAddress) {
    this.base = baseUrl.replace(/\/*$/, '/');
    this.headers = token ? { authorization: `Bearer ${token}` } : {};
    const limits = { ...EGRESS_LIMITS, wholeMs: POST_MS, jsonBytes: JSON_BYTES };
    this.egress = new Egress({ configured: [baseUrl] }, limits);
  }

  get<T>(path: string, read: (answer: ComfyResponse) => Promise<T>, ms = GET_MS): Promise<T | Denied | NoAnswer> {
    return this.ask(path, { signal: AbortSignal.timeout(ms) }, read);
  }

  /** @param body JSON as text, or a form */
  post<T>(
    path: string,
    body: string | Init['body'],
    read: (answer: ComfyResponse) => Promise<T>,
  ): Promise<T | Denied | NoAnswer> {
    const type = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
    return this.ask(path, { method: 'POST', body, headers: type }, read);
  }

  readonly json = (answer: ComfyResponse): Promise<unknown> => this.egress.json(answer);

  /** @throws EgressError too_large */
  readonly bytes = (answer: ComfyResponse, most: number): Promise<Buffer> => this.egress.bytes(answer, most);

  private async ask<T>(
    path: string,
    init: Init,
    read: (answer: ComfyResponse) => Promise<T>,
  ): Promise<T | Denied | NoAnswer> {
    try {
      const headers = { ...this.headers, ...(init.headers as Record<string, string> | undefined) };
      return await read(await this.egress.fetch(this.base + path, { ...init, headers }));
    } catch (error) {
      if (error instanceof Unexpected) return error.answer;
      if (error instanceof EgressError) return { kind: 'no_answer', reason: error.code, neverSent: error.neverSent };
      if (error instanceof UnreadableAnswer) return { kind: 'no_answer', reason: 'malformed', neverSent: false };
      throw error;
    }
  }
}

/** A status that the call has no use for. */
class Unexpected extends Error {
  constructor(readonly answer: Denied | NoAnswer) {
    super(answer.kind);
  }
}

/** Ends a call whose answer has a status that it does not know. Its body is thrown away. */
export async function unexpected({ status, body }: ComfyResponse): Promise<never> {
  await body?.cancel();
  throw new Unexpected(
    status >= 400 && status < 500
      ? { kind: 'denied', status }
      : { kind: 'no_answer', reason: 'server_error', neverSent: false },
  );
}
