import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ideasFor } from './fake-ideas.ts';

export type Dialect = 'openai' | 'gemini';

/** What the fake does with one request. */
export interface FakeAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** Sent as JSON, or as it is when it is a text. */
  body?: unknown;
  /** The text of the model, in the form of the dialect. */
  text?: string;
  finish?: 'stop' | 'length' | 'content-filter';
  /** Never answers. */
  hangs?: boolean;
  /** Ends the connection without an answer. */
  drops?: boolean;
}

export interface FakeCall {
  dialect: Dialect;
  path: string;
  authorization: string;
  body: Record<string, unknown>;
  /** The whole request as text, to look for what it contains. */
  raw: string;
}

const FINISHES = {
  openai: { stop: 'stop', length: 'length', 'content-filter': 'content_filter' },
  gemini: { stop: 'STOP', length: 'MAX_TOKENS', 'content-filter': 'SAFETY' },
} as const;

/**
 * A text model on loopback that speaks the dialect of OpenAI (`/v1/chat/completions`) and of Gemini
 * (`/v1beta/models/NAME:generateContent`). It follows its script, and writes usable ideas where the script has ended.
 */
export class FakeAi {
  readonly calls: FakeCall[] = [];
  private script: FakeAnswer[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  static async start(): Promise<FakeAi> {
    const fake = new FakeAi();
    fake.server.listen(0, '127.0.0.1');
    await once(fake.server, 'listening');
    return fake;
  }

  /** The base URL of a dialect. */
  url(dialect: Dialect): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/${dialect === 'openai' ? 'v1' : 'v1beta'}`;
  }

  /** The settings of an application that asks it. */
  settings(dialect: Dialect): Record<string, string> {
    const AI_PROVIDER = dialect === 'openai' ? 'openai-compatible' : 'google';
    return { AI_PROVIDER, AI_BASE_URL: this.url(dialect), AI_MODEL: 'fake', AI_API_KEY: 'fake-key-0123456789' };
  }

  /** What the next requests get, one each. Forgets the calls before. */
  play(...script: FakeAnswer[]): void {
    this.script = script;
    this.calls.length = 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString();
    const { url: path = '', headers } = request;
    const dialect = path.includes(':generateContent') ? 'gemini' : 'openai';
    const body = JSON.parse(raw) as Record<string, unknown>;
    const authorization = String(headers.authorization ?? headers['x-goog-api-key'] ?? '');
    this.calls.push({ dialect, path, authorization, body, raw });
    const answer = this.script.shift() ?? { text: ideasFor(raw) };
    if (answer.hangs) return;
    if (answer.drops) return void request.socket.destroy();
    const shown = answer.body ?? formOf(dialect, answer);
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(typeof shown === 'string' ? shown : JSON.stringify(shown));
  }
}

const TOKENS = { in: 321, out: 88 };

function formOf(dialect: Dialect, { text = '', finish = 'stop' }: FakeAnswer): object {
  if (dialect === 'gemini')
    return {
      candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: FINISHES.gemini[finish], index: 0 }],
      usageMetadata: {
        promptTokenCount: TOKENS.in,
        candidatesTokenCount: TOKENS.out,
        totalTokenCount: TOKENS.in + TOKENS.out,
      },
      modelVersion: 'fake',
    };
  return {
    id: 'fake',
    object: 'chat.completion',
    created: 0,
    model: 'fake',
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: FINISHES.openai[finish] }],
    usage: { prompt_tokens: TOKENS.in, completion_tokens: TOKENS.out, total_tokens: TOKENS.in + TOKENS.out },
  };
}
