import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 180_000;

/** Asks the API until it answers: it is killed now and then, and so is its database. Refusals are answers. */
export class Client {
  constructor(base, key) {
    Object.assign(this, { base, key, unknown: 0, unexpected: [] });
  }

  /** The body of a success, undefined for a refusal. `once`: an outcome that stays unknown is not asked for again. */
  async call(method, path, body, { once = false } = {}) {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      try {
        const answer = await this.send(method, path, body);
        if (answer.status === 503) throw new Error('away');
        if (answer.status >= 500) this.unexpected.push(`${method} ${path}: ${answer.status} ${await answer.text()}`);
        if (answer.status >= 300) return undefined;
        return answer.status === 204 ? {} : await answer.json();
      } catch {
        this.unknown += 1;
        if (once) return undefined;
        await pause(100);
      }
    }
    throw new Error(`${method} ${path} was not answered`);
  }

  send(method, path, body) {
    const form = body instanceof FormData;
    return fetch(`${this.base}/api/v1${path}`, {
      method,
      signal: AbortSignal.timeout(70_000),
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body && !form && { 'content-type': 'application/json' }),
      },
      body: form ? body : body && JSON.stringify(body),
    });
  }
}
