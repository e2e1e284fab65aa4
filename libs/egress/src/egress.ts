import { lookup as resolve } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Agent, WebSocket, fetch as send, type Dispatcher, type RequestInit, type Response } from 'undici';
import { Destinations, SOCKETS, hostOf, type DestinationOptions } from './destinations.ts';
import { EgressError } from './egress.errors.ts';

export interface EgressLimits {
  /** Milliseconds until a connection must stand. */
  connectMs: number;
  /** Milliseconds for a whole request with its answer. */
  wholeMs: number;
  /** Bytes of a JSON answer after decompression. */
  jsonBytes: number;
}

export const EGRESS_LIMITS: EgressLimits = { connectMs: 5_000, wholeMs: 60_000, jsonBytes: 1_048_576 };

type Resolve = (host: string) => Promise<string[]>;
const resolved: Resolve = async (host) => (await resolve(host, { all: true })).map(({ address }) => address);

/**
 * The one client for requests to other servers. A name is resolved once, every address is checked, and the connection
 * goes to one of those addresses: a name that changes in between changes nothing. Redirects are not followed.
 */
export class Egress {
  private readonly destinations: Destinations;

  constructor(
    options: DestinationOptions = {},
    private readonly limits = EGRESS_LIMITS,
    private readonly resolve: Resolve = resolved,
  ) {
    this.destinations = new Destinations(options);
  }

  /** May be passed on as a function. @throws EgressError */
  readonly fetch = async (
    target: string | URL,
    init: Omit<RequestInit, 'dispatcher' | 'redirect'> = {},
  ): Promise<Response> => {
    const url = this.destinations.parse(target);
    const deadline = AbortSignal.timeout(this.limits.wholeMs);
    const signal = init.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
    const dispatcher = onlyOnce(await before(signal, this.pinned(url)));
    try {
      const answer = await send(url, { ...init, signal, dispatcher, redirect: 'manual' });
      // Its connection ends with the body of the answer.
      void dispatcher.close();
      if (answer.status < 300 || answer.status >= 400 || answer.status === 304) return answer;
      await answer.body?.cancel();
    } catch (error) {
      void dispatcher.destroy();
      throw failureOf(error, deadline);
    }
    throw new EgressError('redirected');
  };

  /** An open connection to a ws: or wss: URL. The caller closes it. @throws EgressError */
  async webSocket(target: string | URL, protocols: readonly string[] = []): Promise<WebSocket> {
    const url = this.destinations.parse(target, SOCKETS);
    const deadline = AbortSignal.timeout(this.limits.connectMs);
    const dispatcher = await before(deadline, this.pinned(url));
    const socket = new WebSocket(url, { protocols: [...protocols], dispatcher });
    socket.addEventListener('close', () => void dispatcher.destroy());
    try {
      await before(deadline, opened(socket));
      return socket;
    } catch (error) {
      socket.close();
      void dispatcher.destroy();
      throw error;
    }
  }

  /** The body of an answer after decompression, at most `most` bytes. @throws EgressError too_large, timed_out, malformed */
  async bytes(answer: Response, most: number): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    try {
      for await (const chunk of answer.body ?? []) {
        bytes += (chunk as Uint8Array).length;
        if (bytes > most) throw new EgressError('too_large');
        chunks.push(chunk as Uint8Array);
      }
    } catch (error) {
      if (error instanceof EgressError) throw error;
      throw new EgressError(isTimeout(error) ? 'timed_out' : 'malformed', error);
    }
    return Buffer.concat(chunks);
  }

  /** The JSON of an answer, at most `most` bytes. @throws EgressError too_large, malformed, timed_out */
  async json(answer: Response, most = this.limits.jsonBytes): Promise<unknown> {
    const bytes = await this.bytes(answer, most);
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
    } catch (error) {
      throw new EgressError('malformed', error);
    }
  }

  /** A dispatcher whose connections go to the checked addresses of this URL. */
  private async pinned(url: URL): Promise<Dispatcher> {
    const host = hostOf(url);
    const addresses = isIP(host) ? [host] : await this.addressesOf(host);
    this.destinations.require(url, addresses);
    const answers = addresses.map((address) => ({ address, family: isIP(address) }));
    return new Agent({
      pipelining: 0,
      connect: {
        timeout: this.limits.connectMs,
        lookup: (_host, { all }, done) => {
          if (all) return done(null, answers);
          const [{ address, family }] = answers as [{ address: string; family: number }];
          done(null, address, family);
        },
      },
    });
  }

  private async addressesOf(host: string): Promise<string[]> {
    try {
      return await this.resolve(host);
    } catch (error) {
      throw new EgressError('unknown_host', error);
    }
  }
}

/** fetch sends a request again by itself after 421. A POST may have been carried out. */
function onlyOnce(dispatcher: Dispatcher): Dispatcher {
  let isSent = false;
  return dispatcher.compose((dispatch) => (options, handler) => {
    if (isSent) throw new Error('The request has been sent.');
    isSent = true;
    return dispatch(options, handler);
  });
}

const opened = (socket: WebSocket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true });
    socket.addEventListener('error', ({ error }) => reject(new EgressError('unreachable', error)), { once: true });
  });

/** The result of the work, unless the signal comes first. @throws EgressError timed_out */
const before = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(new EgressError('timed_out')), { once: true }),
    ),
  ]);

const isTimeout = (error: unknown): boolean => {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  return name === 'TimeoutError' || cause?.code === 'UND_ERR_CONNECT_TIMEOUT';
};

const failureOf = (error: unknown, deadline: AbortSignal): EgressError =>
  new EgressError(deadline.aborted || isTimeout(error) ? 'timed_out' : 'unreachable', error);
