import { Injectable } from '@nestjs/common';
import { ImportPort } from '@trellis/database';
import type { EntityManager } from 'typeorm';
import { PersonaEntity } from './persona.entity.ts';

/** The import port of this pack. */
@Injectable()
export class PersonasImport extends ImportPort {
  readonly tables = { personas: [] };

  /** The id of the persona with this name, in any case; undefined when there is none. */
  async idByName(manager: EntityManager, name: string): Promise<string | undefined> {
    const found = await manager
      .createQueryBuilder(PersonaEntity, 'persona')
      .select('persona.id', 'id')
      .where('lower(persona.name) = lower(:name)', { name })
      .getRawOne<{ id: string }>();
    return found?.id;
  }
}
