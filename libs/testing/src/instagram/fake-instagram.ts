import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { GraphAccount, type GraphAccountOptions } from './graph-account.ts';
import { faults, GraphFault } from './graph-fault.ts';
import { parametersOf } from './graph-parameters.ts';
import { answerGraph, limitOf, placeOf, wordsOf, type GraphRequest } from './graph-routes.ts';
import { graphOrderProblem, GraphScript, type GraphOrder, type GraphTrick, type Place } from './graph-script.ts';

export interface FakeInstagramOptions extends GraphAccountOptions {
  /** 0: any free one. */
  port?: number;
}

interface JournalRequest {
  at: number;
  method: string;
  path: string;
  status: number;
}

type Answer = { status: number; body: object | string };
const MOST_REQUESTS = 100_000;

/** The Graph API of one Instagram account on loopback. It is strict, fetches pictures itself, and follows a script. */
export class FakeInstagram {
  readonly account: GraphAccount;
  readonly script = new GraphScript();
  readonly requests: JournalRequest[] = [];
  private readonly over = new AbortController();
  private readonly server: Server;

  private constructor(options: FakeInstagramOptions) {
    this.account = new GraphAccount(options);
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  static async start({ port = 0, ...options }: FakeInstagramOptions = {}): Promise<FakeInstagram> {
    const fake = new FakeInstagram(options);
    fake.server.listen(port, '127.0.0.1');
    await once(fake.server, 'listening');
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  order(order: GraphOrder): void {
    this.script.follow(order);
  }

  /** Requests that are executed later are not executed any more. */
  async stop(): Promise<void> {
    this.over.abort();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  get journal(): object {
    const { media, containers } = this.account;
    const iso = (ms: number) => new Date(ms).toISOString();
    return {
      media: media.map((one) => ({ ...one, publishedAt: iso(one.publishedAt) })),
      containers: [...containers.keys()].map((id) => {
        const { role, imageUrl, state, createdAt } = this.account.container(id);
        return { id, role, imageUrl, state, createdAt: iso(createdAt) };
      }),
      requests: this.requests.map((one) => ({ ...one, at: iso(one.at) })),
    };
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(`http://fake${request.url ?? '/'}`);
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    if (url.pathname.startsWith('/__')) return this.control(url.pathname, body, response);
    const noted = { at: Date.now(), method: request.method ?? 'GET', path: url.pathname, status: 0 };
    if (this.requests.length < MOST_REQUESTS) this.requests.push(noted);
    const answer = await this.answer(request, url, body).catch(asAnswer);
    noted.status = answer?.status ?? 0;
    if (answer) send(response, answer);
    else response.destroy();
  }

  /** Undefined: the connection breaks. @throws GraphFault */
  private async answer(request: IncomingMessage, url: URL, body: string): Promise<Answer | undefined> {
    const words = wordsOf(url.pathname);
    const asked: GraphRequest = {
      ...{ method: request.method ?? 'GET', path: url.pathname },
      parameters: parametersOf(url.searchParams, request.headers['content-type'] ?? '', body),
      authorization: request.headers.authorization ?? '',
    };
    const act = async () => ({ status: 200, body: await answerGraph(this.account, asked, words) });
    const place = placeOf(asked.method, words, this.account.id);
    const fault = this.script.next(place);
    const named = place === 'status' ? words[0] : asked.parameters.get('creation_id');
    return fault ? this.wrong(fault.trick, fault.seconds, { act, place, named }) : act();
  }

  private async wrong(
    trick: GraphTrick,
    seconds: number,
    { act, place, named }: { act: () => Promise<Answer>; place?: Place; named?: string },
  ): Promise<Answer | undefined> {
    switch (trick) {
      case 'drop_answer_after':
        return void (await act());
      case 'execute_later':
        void this.later(act, seconds);
        return undefined;
      case 'lie_2207051':
        await act();
        throw faults.blocked();
      case 'error_500':
        throw faults.server();
      case 'html':
        return { status: 200, body: '<!DOCTYPE html><title>Sorry, something went wrong.</title>' };
      case 'slow':
        await pause(seconds * 1_000, undefined, this.over).catch(() => undefined);
        return act();
      case 'auth_463':
        throw faults.expired();
      case 'rate_4':
        throw faults.rate();
      case 'quota_used':
        if (place !== 'content_publishing_limit') throw faults.quota();
        return { status: 200, body: limitOf(this.account, this.account.quota) };
      case 'error_container':
        return this.failing(act, named);
      case 'reset':
        return act();
    }
  }

  private async later(act: () => Promise<Answer>, seconds: number): Promise<void> {
    try {
      await pause(seconds * 1_000, undefined, this.over);
      await act();
    } catch (error) {
      // Nothing hears of what a late request is refused.
      if (!(error instanceof GraphFault) && !this.over.signal.aborted) throw error;
    }
  }

  /** The container of this request fails, unless it is published. @param named undefined: it is made by the request */
  private async failing(act: () => Promise<Answer>, named?: string): Promise<Answer> {
    const answer = named === undefined ? await act() : undefined;
    const container = this.account.containers.get(named ?? (answer?.body as { id?: string }).id ?? '');
    if (container && container.state !== 'PUBLISHED') container.state = 'ERROR';
    return answer ?? act();
  }

  private control(path: string, body: string, response: ServerResponse): void {
    if (path === '/__journal') return send(response, { status: 200, body: this.journal });
    if (path !== '/__script') return send(response, { status: 404, body: { error: `there is no ${path}` } });
    let order: unknown;
    try {
      order = JSON.parse(body);
    } catch {
      return send(response, { status: 400, body: { error: 'the order is no JSON' } });
    }
    const problem = graphOrderProblem(order);
    if (problem) return send(response, { status: 400, body: { error: problem } });
    this.script.follow(order as GraphOrder);
    send(response, { status: 200, body: {} });
  }
}

/** @throws what is no fault of the Graph API */
function asAnswer(error: unknown): Answer {
  if (!(error instanceof GraphFault)) throw error;
  return { status: error.status, body: error.body };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json; charset=UTF-8' });
  response.end(isText ? body : JSON.stringify(body));
}
