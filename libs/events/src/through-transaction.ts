import type { EntityManager } from 'typeorm';

/** pg-boss on the caller's transaction. TypeORM answers rows for SELECT but [rows, count] for UPDATE; the structured result is the same for all. */
export const throughTransaction = (manager: EntityManager) => ({
  executeSql: async (text: string, values?: unknown[]) => {
    const runner = manager.queryRunner;
    if (!runner?.isTransactionActive) throw new Error('an event is recorded in the transaction of its change');
    const result = (await runner.query(text, values as never, true)) as unknown as {
      records?: unknown[];
      raw?: unknown;
    };
    return { rows: (result.records ?? []) as never[] };
  },
});
