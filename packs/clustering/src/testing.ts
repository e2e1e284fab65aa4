import type { EntityManager } from 'typeorm';
import { newId } from '@trellis/kernel';
import { ClusterEntity } from './clusters/cluster.entity.ts';

/** A cluster of a persona, with every other field defaulted. */
export async function aCluster(
  manager: EntityManager,
  fields: Partial<ClusterEntity> & { personaId: string },
): Promise<ClusterEntity> {
  const id = newId();
  await manager.insert(ClusterEntity, { id, name: `cluster ${id}`, ...fields });
  return manager.findOneByOrFail(ClusterEntity, { id: fields.id ?? id });
}

export { LinkSweeper } from './linking/link-sweeper.ts';
