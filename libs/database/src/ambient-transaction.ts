import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager } from 'typeorm';

const ambient = new AsyncLocalStorage<EntityManager>();

/**
 * Runs `work` in a transaction that everything below it joins, however deep: whatever asks the DataSource for its manager, for
 * a query or for a transaction (which becomes a savepoint) gets this one. So an answer can be stored with the effect it tells of.
 */
export const inAmbientTransaction = <T>(
  dataSource: DataSource,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> => dataSource.transaction((manager) => ambient.run(manager, () => work(manager)));

/** Makes a DataSource join the ambient transaction where there is one. */
export function joinAmbient(dataSource: DataSource): DataSource {
  const own = dataSource.manager;
  Object.defineProperty(dataSource, 'manager', { get: () => ambient.getStore() ?? own });
  const query = dataSource.query.bind(dataSource);
  dataSource.query = (sql, parameters, runner) => query(sql, parameters, runner ?? ambient.getStore()?.queryRunner);
  return dataSource;
}
