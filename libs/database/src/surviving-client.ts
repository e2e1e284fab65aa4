import type { Socket } from 'node:net';
import { Client, type ClientConfig } from 'pg';

/**
 * A connection whose loss fails a query instead of ending the process.
 *
 * pg reports a lost connection twice: to the query in flight or the pool, which opens another connection; and as an
 * `error` event of the client. While a client is checked out and idle, nothing listens to that event, and an unhandled
 * `error` event ends Node.
 *
 * A peer that vanishes sends nothing. A silence of `silenceMs` is a lost connection; 0 waits for ever.
 */
export class SurvivingClient extends Client {
  constructor({ silenceMs = 0, ...config }: ClientConfig & { silenceMs?: number }) {
    super(config);
    this.on('error', () => undefined);
    if (silenceMs > 0) this.on('connect', () => endSilence(this, silenceMs));
  }
}

/** pg does not expose the socket type. Without a socket there is no way to end a query that gets no answer. */
function endSilence(client: Client, silenceMs: number): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  stream.setTimeout(silenceMs, () => stream.destroy(new Error('Connection terminated: the server is silent')));
}
