import type { EntityManager } from 'typeorm';

/**
 * pg-boss on the caller's transaction. TypeORM returns rows for SELECT and [rows, count] for UPDATE; the structured
 * result has one form for both.
 */
export function throughTransaction(manager: EntityManager) {
  const runner = manager.queryRunner;
  if (!runner?.isTransactionActive)
    throw new Error('no transaction is active; record an event in the transaction of its change');
  return {
    executeSql: async (text: string, values?: unknown[]) => {
      const result = (await runner.query(text, values as never, true)) as unknown as { records?: unknown[] };
      return { rows: (result.records ?? []) as never[] };
    },
  };
}
