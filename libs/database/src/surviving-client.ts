import type { Socket } from 'node:net';
import { Client, type ClientConfig } from 'pg';

const GRACE_MS = 10_000;

/**
 * A connection whose loss is a failed query, not the end of the process. pg tells it twice: the query in flight or the pool
 * (which opens another connection) hears of it, and the client emits `error`, which nobody hears while it is checked out
 * between two statements; an unheard `error` event ends Node.
 *
 * A connection whose peer vanished without a word is one that was lost too: where statements have an end, silence has one.
 */
export class SurvivingClient extends Client {
  constructor(config: ClientConfig & { silenceMs?: number }) {
    super(config);
    this.on('error', () => undefined);
    const statementMs = Number(config.statement_timeout || 0);
    const silenceMs = config.silenceMs ?? (statementMs > 0 ? statementMs + GRACE_MS : 0);
    if (silenceMs > 0) this.on('connect', () => endSilence(this, silenceMs));
  }
}

/** pg hands out no socket; without one there is nothing that could end a query that nobody answers. */
function endSilence(client: Client, silenceMs: number): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  stream.setTimeout(silenceMs, () => stream.destroy(new Error('Connection terminated: the server is silent')));
}
