import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';
import { isNameRefused } from './statement-names.ts';

const RETRIES = 3;
const DEADLOCK_DETECTED = '40P01';
const SERIALIZATION_FAILURE = '40001';

const worthRetrying = (error: unknown): boolean =>
  error instanceof QueryFailedError &&
  ([DEADLOCK_DETECTED, SERIALIZATION_FAILURE].includes((error.driverError as { code?: string }).code ?? '') ||
    isNameRefused(error.driverError));

type Work<T> = (manager: EntityManager) => Promise<T>;

/** The database for every service: the current transaction, or a connection of the pool outside of one. */
@Injectable()
export class Database {
  private readonly current = new AsyncLocalStorage<{ manager: EntityManager; committed: (() => Promise<void>)[] }>();

  constructor(@InjectDataSource() private readonly pool: DataSource) {}

  get manager(): EntityManager {
    return this.current.getStore()?.manager ?? this.pool.manager;
  }

  query<T>(sql: string, parameters?: unknown[]): Promise<T> {
    return this.manager.query<T>(sql, parameters);
  }

  /**
   * Runs `work` in a transaction. Inside `shared` it is a savepoint. After a deadlock, a serialisation failure or the
   * loss of a prepared statement it runs again, up to three times, so `work` must have no effect outside the database.
   */
  async transaction<T>(work: Work<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.manager.transaction(work);
      } catch (error) {
        if (attempt > RETRIES || !worthRetrying(error)) throw error;
        await pause(10 * attempt * Math.random());
      }
    }
  }

  /**
   * Runs `work` in a transaction that every database call below joins. The answer to a request can then be stored
   * together with its effect. Inside another one it is a savepoint.
   */
  async shared<T>(work: Work<T>): Promise<T> {
    const outer = this.current.getStore();
    if (outer) return outer.manager.transaction(work);
    const committed: (() => Promise<void>)[] = [];
    const done = await this.pool.transaction((manager) =>
      this.current.run({ manager, committed }, () => work(manager)),
    );
    for (const then of committed) await then();
    return done;
  }

  /** After the commit of `shared`, or now outside of it: the caller's own transaction is over. */
  async afterCommit(then: () => Promise<void>): Promise<void> {
    const shared = this.current.getStore();
    if (shared) shared.committed.push(then);
    else await then();
  }
}
