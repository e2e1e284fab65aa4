import {
  Agent,
  createServer,
  request,
  type ClientRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from './random.ts';

/** Passes the request on. `answered` replaces passing the answer back; `truncate` cuts the body in the middle. */
type Forward = (answered?: () => unknown, options?: { truncate?: boolean }) => unknown;
type Fault = (incoming: IncomingMessage, response: ServerResponse, forward: Forward) => unknown;

const refusal =
  (status: number, code: string): Fault =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);

/** The faults of a store, by name. */
const faults: Readonly<Record<string, Fault>> = {
  'error 500': refusal(500, 'InternalError'),
  'error 503': refusal(503, 'SlowDown'),
  'credentials refused': refusal(403, 'AccessDenied'),
  'cut before': (incoming) => incoming.socket.destroy(),
  /** The store has the object; the client gets no answer. */
  'cut after': (_incoming, response, forward) => forward(() => response.destroy()),
  'stall, then cut': async (incoming) => {
    incoming.resume();
    await pause(2_500);
    incoming.socket.destroy();
  },
  'stall after, then cut': (_incoming, response, forward) =>
    forward(async () => {
      await pause(2_500);
      response.destroy();
    }),
  /** The declared length is greater than what arrives. */
  'body truncated': (_incoming, response, forward) => forward(() => response.destroy(), { truncate: true }),
};

const concerns = (name: string, { method }: IncomingMessage) => name !== 'body truncated' || method === 'PUT';

/** Stands between the servers and their store. While a fault is on, half of the requests suffer it. */
export class FaultProxy {
  /** How often each fault was injected. */
  readonly injected: Record<string, number> = Object.fromEntries(Object.keys(faults).map((name) => [name, 0]));
  private readonly target: URL;
  private readonly random: Random;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server: Server = createServer((incoming, response) => this.handle(incoming, response));
  private fault: string | undefined;

  constructor(target: string, random: Random) {
    this.target = new URL(target);
    this.random = random;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async fail(milliseconds: number): Promise<void> {
    const names = Object.keys(faults);
    const unseen = names.filter((name) => this.injected[name] === 0);
    this.fault = this.random.of(unseen.length > 0 ? unseen : names);
    await pause(milliseconds);
    this.fault = undefined;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
    this.agent.destroy();
  }

  private handle(incoming: IncomingMessage, response: ServerResponse): void {
    const name = this.random.chance(0.5) ? this.fault : undefined;
    const forward: Forward = (answered, options) => this.forward(incoming, response, answered, options);
    const fault = name && concerns(name, incoming) ? faults[name] : undefined;
    if (!name || !fault) return void forward();
    this.injected[name] = (this.injected[name] ?? 0) + 1;
    fault(incoming, response, forward);
  }

  private forward(
    incoming: IncomingMessage,
    response: ServerResponse,
    answered?: () => unknown,
    { truncate = false } = {},
  ): void {
    const outgoing = this.open(incoming, truncate);
    const give = () => response.destroy();
    // Swift sends a body with the answer to a HEAD: an error after the answer does not concern the client.
    outgoing.on('error', () => response.headersSent || give());
    incoming.on('error', () => outgoing.destroy());
    response.on('close', () => response.writableFinished || outgoing.destroy());
    outgoing.on('response', (answer) => {
      if (answered) return answer.resume().on('end', answered);
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      return answer.on('error', give).pipe(response);
    });
    if (truncate) halve(incoming, outgoing);
    else incoming.pipe(outgoing);
  }

  /** A truncated request takes a connection of its own. */
  private open({ method, url, headers }: IncomingMessage, truncate: boolean): ClientRequest {
    const { hostname, port } = this.target;
    return request({ hostname, port, method, path: url, headers, ...(truncate ? {} : { agent: this.agent }) });
  }
}

/** Sends half of the first chunk and cuts the connection. */
function halve(incoming: IncomingMessage, outgoing: ClientRequest): void {
  incoming.once('data', (chunk: Buffer) => {
    outgoing.write(chunk.subarray(0, Math.ceil(chunk.length / 2)), () => outgoing.destroy());
    incoming.resume();
  });
}
