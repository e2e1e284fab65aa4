import type { EntityManager } from 'typeorm';
import { notFound } from '@trellis/kernel';
import { PipelineRunEntity } from './pipeline-run.entity.ts';
import { runClosed } from './run.errors.ts';
import { isClosed } from './run-transitions.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

/** The run, locked until the end of the transaction. Inserts that refer to it do not wait. */
export async function lockRun(manager: EntityManager, id: string): Promise<PipelineRunEntity> {
  const run = await manager.findOne(PipelineRunEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (!run) throw notFound(pipelineProblems.run_not_found);
  return run;
}

/** The same for actions on open runs. @throws DomainError run_not_found, run_closed */
export async function lockOpenRun(manager: EntityManager, id: string): Promise<PipelineRunEntity> {
  const run = await lockRun(manager, id);
  if (isClosed(run.status)) throw runClosed(run.status);
  return run;
}
