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
/** A history repeats its workflow, which has up to 2 MB. */
const JSON_BYTES = 4 * 1_048_576;

type Read<T> = (answer: ComfyResponse) => Promise<T>;
/** The parts of a path, which are encoded. */
type Path = readonly string[];

/** Requests to one server. What fails is an answer, and nothing is sent twice. */
export class ComfyRequests {
  private readonly base: string;
  private readonly headers: Record<string, string>;
  private readonly egress: Egress;

  /** @throws TypeError for a base that is no URL, or a token that no header can have */
  constructor({ baseUrl, token }: ComfyServerAddress) {
    this.base = new URL(baseUrl).href.replace(/\/*$/, '/');
    this.headers = Object.fromEntries(new Headers(token ? { authorization: `Bearer ${token}` } : {}));
    this.egress = new Egress({ configured: [baseUrl] }, { ...EGRESS_LIMITS, wholeMs: POST_MS });
  }

  get<T>(path: Path, read: Read<T>, { query, ms = GET_MS }: { query?: URLSearchParams; ms?: number } = {}) {
    const signal = AbortSignal.timeout(ms);
    return this.ask(query ? `${pathOf(path)}?${query.toString()}` : pathOf(path), { signal }, read);
  }

  /** @param body JSON as text, or a form */
  post<T>(path: Path, body: string | Init['body'], read: Read<T>) {
    const headers = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
    return this.ask(pathOf(path), { method: 'POST', body, headers }, read);
  }

  /** @throws EgressError too_large, malformed, timed_out */
  readonly json = (answer: ComfyResponse, most = JSON_BYTES): Promise<unknown> => this.egress.json(answer, most);

  /** @throws EgressError too_large */
  readonly bytes = (answer: ComfyResponse, most: number): Promise<Buffer> => this.egress.bytes(answer, most);

  private async ask<T>(path: string, init: Init, read: Read<T>): Promise<T | Denied | NoAnswer> {
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

/** Parts that a URL would take for folders ask for nothing. */
const pathOf = (parts: Path): string =>
  parts.map((part) => (/^\.{1,2}$/.test(part) ? '%00' : encodeURIComponent(part.toWellFormed()))).join('/');

/** A status that the call has no use for. */
class Unexpected extends Error {
  constructor(readonly answer: Denied | NoAnswer) {
    super(answer.kind);
  }
}

/**
 * Ends a call whose answer has a status that it does not know. Its body is thrown away.
 * @param denials those that keep a request out; of a request that changes nothing, all from 400 to 499
 */
export async function unexpected({ status, body }: ComfyResponse, denials?: readonly number[]): Promise<never> {
  await body?.cancel();
  const isDenied = denials ? denials.includes(status) : status >= 400 && status < 500;
  throw new Unexpected(
    isDenied ? { kind: 'denied', status } : { kind: 'no_answer', reason: 'server_error', neverSent: false },
  );
}
