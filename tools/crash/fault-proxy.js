import { Agent, createServer, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const refusal = (status, code) => (_request, response) => {
  response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);
};

/** What a store can do wrong, each with a request and an answer of its client. */
const faults = {
  'error 500': refusal(500, 'InternalError'),
  'error 503': refusal(503, 'SlowDown'),
  'credentials refused': refusal(403, 'AccessDenied'),
  'cut before': (incoming) => incoming.socket.destroy(),
  /** The store has it; its client never hears of it. */
  'cut after': (incoming, response, forward) => forward(() => response.destroy()),
  'stall, then cut': async (incoming) => {
    incoming.resume();
    await pause(2_500);
    incoming.socket.destroy();
  },
  'stall after, then cut': (incoming, response, forward) =>
    forward(async () => {
      await pause(2_500);
      response.destroy();
    }),
  /** The store is told of more bytes than ever arrive. */
  'body truncated': (incoming, response, forward) => forward(() => response.destroy(), { truncate: true }),
};

const concerns = (name, { method }) => name !== 'body truncated' || method === 'PUT';

/** Between the servers and their store; while a fault is on, half of the requests suffer it. */
export class FaultProxy {
  constructor(target, random) {
    this.target = new URL(target);
    this.random = random;
    this.agent = new Agent({ keepAlive: true });
    this.injected = Object.fromEntries(Object.keys(faults).map((name) => [name, 0]));
    this.server = createServer((incoming, response) => this.handle(incoming, response));
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.endpoint = `http://127.0.0.1:${this.server.address().port}`;
  }

  async fail(milliseconds) {
    const names = Object.keys(faults);
    const unseen = names.filter((name) => this.injected[name] === 0);
    this.fault = this.random.of(unseen.length > 0 ? unseen : names);
    await pause(milliseconds);
    this.fault = undefined;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
    this.agent.destroy();
  }

  handle(incoming, response) {
    const name = this.random.chance(0.5) ? this.fault : undefined;
    const forward = (answered, options) => this.forward(incoming, response, answered, options);
    if (!name || !concerns(name, incoming)) return forward();
    this.injected[name] += 1;
    return faults[name](incoming, response, forward);
  }

  /** Passes the request on, and its answer back unless `answered` does something else with it. */
  forward(incoming, response, answered, { truncate = false } = {}) {
    const { method, url, headers } = incoming;
    const { hostname, port } = this.target;
    const outgoing = request({ hostname, port, method, path: url, headers, agent: truncate ? undefined : this.agent });
    const give = () => response.destroy();
    // Swift sends a body with the answer to a HEAD: an error after the answer is nothing its client has to know.
    outgoing.on('error', () => response.headersSent || give());
    incoming.on('error', () => outgoing.destroy());
    response.on('close', () => response.writableFinished || outgoing.destroy());
    outgoing.on('response', (answer) => {
      if (answered) return answer.resume().on('end', answered);
      response.writeHead(answer.statusCode, answer.headers);
      return answer.on('error', give).pipe(response);
    });
    if (!truncate) return incoming.pipe(outgoing);
    return incoming.once('data', (chunk) => {
      outgoing.write(chunk.subarray(0, Math.ceil(chunk.length / 2)), () => outgoing.destroy());
      incoming.resume();
    });
  }
}
