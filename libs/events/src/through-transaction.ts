import type { EntityManager } from 'typeorm';

/** pg-boss on the caller's transaction. TypeORM answers rows for SELECT but [rows, count] for UPDATE; the structured result is the same for all. */
export function throughTransaction(manager: EntityManager) {
  const runner = manager.queryRunner;
  if (!runner?.isTransactionActive) throw new Error('an event is recorded in the transaction of its change');
  return {
    executeSql: async (text: string, values?: unknown[]) => {
      const result = (await runner.query(text, values as never, true)) as unknown as { records?: unknown[] };
      return { rows: (result.records ?? []) as never[] };
    },
  };
}
