import type { EntityManager } from 'typeorm';
import { newId } from '@trellis/kernel';
import { PersonaEntity } from './persona.entity.ts';

/** A persona in the database, with every field defaulted. */
export async function aPersona(manager: EntityManager, fields: Partial<PersonaEntity> = {}): Promise<PersonaEntity> {
  const id = newId();
  await manager.insert(PersonaEntity, { id, name: `persona ${id}`, ...fields });
  return manager.findOneByOrFail(PersonaEntity, { id: fields.id ?? id });
}
