import type { EntityManager } from 'typeorm';
import { notFound } from '@trellis/http';
import { PipelineRunEntity } from './pipeline-run.entity.ts';

/** The run, locked until the transaction ends; whatever refers to it by a foreign key is not held up. */
export async function lockRun(manager: EntityManager, id: string): Promise<PipelineRunEntity> {
  const run = await manager.findOne(PipelineRunEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (!run) throw notFound('run');
  return run;
}
