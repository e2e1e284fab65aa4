import { Client } from 'pg';

/**
 * A connection whose loss is a failed query, not the end of the process. pg tells it twice: the query in flight or the pool
 * (which opens another connection) hears of it, and the client emits `error`, which nobody hears while it is checked out
 * between two statements; an unheard `error` event ends Node.
 */
export class SurvivingClient extends Client {
  constructor(...args: ConstructorParameters<typeof Client>) {
    super(...args);
    this.on('error', () => undefined);
  }
}
