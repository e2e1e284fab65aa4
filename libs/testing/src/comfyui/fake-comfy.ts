import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { broken, type ComfyAnswer, type ComfyRequest } from './answers.ts';
import { ComfyServer, type ComfyOptions } from './comfy-server.ts';
import { answer } from './routes.ts';
import { orderProblem, withoutApi, type Order } from './script.ts';

export interface FakeComfyOptions extends ComfyOptions {
  /** 0: any free one. */
  port?: number;
}

/** A ComfyUI server on loopback, written from recordings of real ones. It does wrong what its script orders. */
export class FakeComfy {
  readonly server: ComfyServer;
  private http: Server | undefined;
  private port: number;
  /** Ends the time in which nothing listens. */
  private dead = new AbortController();

  private constructor({ port = 0, ...options }: FakeComfyOptions) {
    this.server = new ComfyServer(options);
    this.port = port;
  }

  static async start(options: FakeComfyOptions = {}): Promise<FakeComfy> {
    const fake = new FakeComfy(options);
    await fake.listen();
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async order(order: Order): Promise<void> {
    if (order.do === 'die') await this.die(order.seconds ?? 5);
    else this.server.script.follow(order);
    if (order.do === 'reset') this.server.sockets.undeafen();
  }

  /** Also while nothing listens. */
  async stop(): Promise<void> {
    this.dead.abort();
    this.server.die();
    await this.close();
  }

  /** Nothing listens for a while, as while models and nodes are loaded. */
  private async die(seconds: number): Promise<void> {
    this.dead.abort();
    this.dead = new AbortController();
    const { signal } = this.dead;
    this.server.die();
    await this.close();
    const over = setTimeout(() => void this.listen(), seconds * 1000);
    signal.addEventListener('abort', () => clearTimeout(over));
    if (signal.aborted) clearTimeout(over);
  }

  private async listen(): Promise<void> {
    this.http = createServer((request, response) => {
      // A client that has gone, or a request that no server understands.
      this.serve(request, response).catch(() => response.destroy());
    });
    this.http.on('upgrade', (request: IncomingMessage, socket) => {
      const client = this.server.sockets.accept(request, socket, () => this.server.script.takes('deaf_socket'));
      this.server.tellStatus(client);
    });
    this.http.listen(this.port, '127.0.0.1');
    await once(this.http, 'listening');
    ({ port: this.port } = this.http.address() as AddressInfo);
  }

  private async close(): Promise<void> {
    const { http } = this;
    if (!http?.listening) return;
    http.closeAllConnections();
    http.close();
    await once(http, 'close');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', this.url);
    const body = Buffer.concat(chunks);
    if (url.pathname.startsWith('/__')) return this.steer(url.pathname, body, response);
    const noted = this.server.journal.asked(request.method ?? 'GET', url.pathname + url.search);
    const path = withoutApi(url.pathname);
    const asked: ComfyRequest = {
      ...{ method: request.method ?? 'GET', path, query: url.searchParams, headers: request.headers, body },
    };
    const answered = await this.answered(asked);
    while (this.server.script.silentUntil > Date.now()) await pause(10);
    if (this.server.script.dropsAnswer(path)) return void request.socket.destroy();
    noted.status = answered.status;
    send(response, answered, request.method === 'HEAD');
  }

  /** Another site's page may not ask, and no fault ends the server. */
  private async answered(asked: ComfyRequest): Promise<ComfyAnswer> {
    const { origin, host } = asked.headers;
    const isForeign = origin !== undefined && URL.parse(String(origin))?.host !== host;
    const isCrossSite = asked.headers['sec-fetch-site'] === 'cross-site' && !this.server.isOld;
    if (isForeign || isCrossSite) return { status: 403 };
    try {
      return await answer(this.server, asked);
    } catch (error) {
      if (error instanceof Error) return broken;
      throw error;
    }
  }

  private async steer(path: string, body: Buffer, response: ServerResponse): Promise<void> {
    if (path === '/__journal') return send(response, { status: 200, body: this.server.journal }, false);
    if (path !== '/__script') return send(response, { status: 404, body: { error: 'no such route' } }, false);
    const order = parsed(body.toString());
    const error = orderProblem(order);
    send(response, error === undefined ? { status: 200, body: {} } : { status: 400, body: { error } }, false);
    if (error === undefined) await this.order(order as Order);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function send(response: ServerResponse, { status, headers = {}, body }: ComfyAnswer, isHead: boolean): void {
  const isJson = typeof body === 'object' && !Buffer.isBuffer(body);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(isJson ? JSON.stringify(body) : (body ?? ''));
  const type = isJson ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8';
  const own = bytes.length > 0 && !Buffer.isBuffer(body) ? { 'content-type': type } : {};
  response.writeHead(status, { server: 'fake', 'content-length': String(bytes.length), ...own, ...headers });
  response.end(isHead ? undefined : bytes);
  if (headers['content-length'] !== undefined && Number(headers['content-length']) > bytes.length)
    response.socket?.end();
}
