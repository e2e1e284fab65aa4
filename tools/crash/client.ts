import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 180_000;

/** An API client that repeats a request until it is answered: servers and database are killed meanwhile. */
export class Client {
  /** Requests whose outcome stayed unknown. */
  unknown = 0;
  /** Answers of 500 and above, other than 503, as sentences. */
  readonly unexpected: string[] = [];
  private readonly base: string;
  private readonly key: string;

  constructor(base: string, key: string) {
    this.base = base;
    this.key = key;
  }

  /**
   * The body of a success; undefined for a refusal.
   * @param options.once do not repeat a request whose outcome is unknown
   */
  async call<T = object>(method: string, path: string, body?: object, { once = false } = {}): Promise<T | undefined> {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      try {
        const answer = await this.send(method, path, body);
        if (answer.status === 503) throw new Error('away');
        if (answer.status >= 500) this.unexpected.push(`${method} ${path}: ${answer.status} ${await answer.text()}`);
        if (answer.status >= 300) return undefined;
        return (answer.status === 204 ? {} : await answer.json()) as T;
      } catch {
        this.unknown += 1;
        if (once) return undefined;
        await pause(100);
      }
    }
    throw new Error(`${method} ${path} was not answered`);
  }

  /** The body of a success. @throws Error for a refusal, where the harness cannot go on without it */
  async need<T = object>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.call<T>(method, path, body);
    if (!answer) throw new Error(`${method} ${path} was refused`);
    return answer;
  }

  private send(method: string, path: string, body?: object): Promise<Response> {
    const form = body instanceof FormData;
    return fetch(`${this.base}/api/v1${path}`, {
      method,
      signal: AbortSignal.timeout(70_000),
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body && !form && { 'content-type': 'application/json' }),
      },
      ...(body && { body: form ? body : JSON.stringify(body) }),
    });
  }
}
