import type { DataSource, EntityManager } from 'typeorm';
import { OneAfterAnother } from '@trellis/kernel';
import { inTransaction } from '@trellis/database';
import { lockOpenRun, lockRun } from './lock-run.ts';
import type { PipelineRunEntity } from './pipeline-run.entity.ts';

type Work<T> = (manager: EntityManager, run: PipelineRunEntity) => Promise<T>;

const lines = new WeakMap<DataSource, OneAfterAnother>();

/** What is done to a run: one after the other, in a transaction, with the run locked. @throws DomainError run_not_found */
export const onRun = <T>(dataSource: DataSource, runId: string, work: Work<T>): Promise<T> =>
  inLine(dataSource, runId, async (manager) => work(manager, await lockRun(manager, runId)));

/** The same for what is allowed only while the run is open. @throws DomainError run_not_found, run_closed */
export const onOpenRun = <T>(dataSource: DataSource, runId: string, work: Work<T>): Promise<T> =>
  inLine(dataSource, runId, async (manager) => work(manager, await lockOpenRun(manager, runId)));

function inLine<T>(dataSource: DataSource, runId: string, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  const line = lines.get(dataSource) ?? new OneAfterAnother();
  lines.set(dataSource, line);
  return line.run(runId, () => inTransaction(dataSource, work));
}
