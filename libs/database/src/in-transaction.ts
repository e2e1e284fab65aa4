import { setTimeout as pause } from 'node:timers/promises';
import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';

const RETRIES = 3;
const DEADLOCK_DETECTED = '40P01';
const SERIALIZATION_FAILURE = '40001';

const worthRetrying = (error: unknown): boolean =>
  error instanceof QueryFailedError &&
  [DEADLOCK_DETECTED, SERIALIZATION_FAILURE].includes((error.driverError as { code?: string }).code ?? '');

/**
 * Runs `work` in a transaction: all of it or nothing. A deadlock or a serialisation failure is tried again, three times,
 * so `work` must have no effect outside the database.
 */
export async function inTransaction<T>(
  dataSource: DataSource,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await dataSource.transaction(work);
    } catch (error) {
      if (attempt > RETRIES || !worthRetrying(error)) throw error;
      await pause(10 * attempt * Math.random());
    }
  }
}
