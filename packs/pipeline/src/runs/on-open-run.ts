import type { DataSource, EntityManager } from 'typeorm';
import { inTransaction } from '@trellis/database';
import { lockOpenRun } from './lock-run.ts';
import { oneAfterAnother } from './one-after-another.ts';

/** What curation does to a run: one after the other, in a transaction, with the run locked. @throws DomainError run_not_found, run_closed */
export const onOpenRun = <T>(
  dataSource: DataSource,
  runId: string,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> =>
  oneAfterAnother(runId, () =>
    inTransaction(dataSource, async (manager) => {
      await lockOpenRun(manager, runId);
      return work(manager);
    }),
  );
