import type { Client, ClientConfig } from 'pg';
import { StatementNames } from './statement-names.ts';
import { SurvivingClient } from './surviving-client.ts';

/**
 * What every session sets, because a role or a database may have other defaults: dates are parsed and written as ISO in
 * UTC, a lock shows the latest rows, numbers keep all digits, and a commit is on disk before it is acknowledged.
 */
const STATE = {
  DateStyle: 'ISO, YMD',
  TimeZone: 'UTC',
  IntervalStyle: 'postgres',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  standard_conforming_strings: 'on',
  transform_null_equals: 'off',
  array_nulls: 'on',
  bytea_output: 'hex',
  extra_float_digits: '1',
} as const;

/** A replicated server may ask for more than `on`. Only `off` can lose a commit. */
const DURABLE = `set_config('synchronous_commit',
  case current_setting('synchronous_commit') when 'off' then 'on' else current_setting('synchronous_commit') end, false)`;

export interface SessionConfig extends ClientConfig {
  silenceMs?: number;
  /** Further settings of the session, for example `statement_timeout` in milliseconds. They replace the usual ones. */
  session?: Readonly<Record<string, string>>;
}

type Failed = (error: Error) => void;
type Connected = Failed | ((error: null, client: Client) => void);

const statements = new StatementNames();

/** pg's `query` has many forms; TypeORM and pg-boss use a text with values. */
type Query = (...args: unknown[]) => Promise<unknown>;

/**
 * A connection that sets its session state before its first query.
 *
 * The state is sent as a statement. A pooler such as PgBouncer refuses most start-up parameters.
 */
export class SessionClient extends SurvivingClient {
  private readonly session: Readonly<Record<string, string>>;
  /** The end of the last query, as long as one runs. It never rejects. */
  private last: Promise<void> | undefined;

  constructor(config: SessionConfig) {
    const { session = {}, ...rest } = config;
    super({ silenceMs: silenceOf(session), ...rest });
    this.session = { ...STATE, ...session };
  }

  override connect(): Promise<Client>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<Client> | void {
    const ready = super.connect().then(() => this.setSession());
    if (!callback) return ready;
    ready.then((client) => (callback as (error: null, client: Client) => void)(null, client), callback as Failed);
  }

  // pg overloads this method in a way that a subclass cannot repeat.
  override query = ((...args: unknown[]) => {
    const [text, values, ...more] = args;
    const query = super.query.bind(this) as Query;
    if (typeof text !== 'string' || more.length > 0 || typeof values === 'function') return this.behind(query, args);
    const name = Array.isArray(values) ? statements.of(text) : undefined;
    if (!name) return this.inTurn(() => query(...args));
    return this.inTurn(() =>
      query({ name, text, values }).catch((error: unknown) => {
        if (statements.refused(error) && this.getTransactionStatus() === 'I') return query(text, values);
        throw error;
      }),
    );
  }) as Client['query'];

  /** A callback or a cursor has no promise to wait for. It does not overtake what waits. */
  private behind(query: Query, args: unknown[]): unknown {
    if (!this.last) return query(...args);
    void this.last.then(() => query(...args));
    return typeof args[0] === 'object' ? args[0] : undefined;
  }

  /** TypeORM reads a schema with many queries at once on one connection. pg wants each to end before the next. */
  private inTurn(query: () => Promise<unknown>): Promise<unknown> {
    const result = this.last ? this.last.then(query) : query();
    const ended = result.then(
      () => undefined,
      () => undefined,
    );
    this.last = ended;
    void ended.then(() => {
      if (this.last === ended) this.last = undefined;
    });
    return result;
  }

  private async setSession(): Promise<this> {
    const names = Object.keys(this.session);
    const settings = names.map((name, at) => `set_config('${name}', $${at + 1}, false)`);
    if (!('synchronous_commit' in this.session)) settings.push(DURABLE);
    try {
      await this.query(`select ${settings.join(', ')}`, Object.values(this.session));
      return this;
    } catch (error) {
      await this.end();
      throw error;
    }
  }
}

const GRACE_MS = 10_000;

/** Where statements have a time limit, a silence longer than that is a lost connection. */
const silenceOf = ({ statement_timeout: limit = '0' }: Readonly<Record<string, string>>): number =>
  Number(limit) > 0 ? Number(limit) + GRACE_MS : 0;
