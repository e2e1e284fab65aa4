import type { EntityManager } from 'typeorm';
import { newId } from '@trellis/kernel';
import { ContentPillarEntity } from './content-pillar.entity.ts';

/** A pillar of a persona, with every other field defaulted. */
export async function aPillar(
  manager: EntityManager,
  fields: Partial<ContentPillarEntity> & { personaId: string },
): Promise<ContentPillarEntity> {
  const id = newId();
  await manager.insert(ContentPillarEntity, { id, name: `pillar ${id}`, ...fields });
  return manager.findOneByOrFail(ContentPillarEntity, { id: fields.id ?? id });
}
