import { Injectable } from '@nestjs/common';
import type { EntityManager, Repository } from 'typeorm';
import { newId, notFound } from '@trellis/kernel';
import {
  columnList,
  Database,
  recordAudit,
  refusing,
  newestFirst,
  paginate,
  type Page,
  type PageRequest,
} from '@trellis/database';
import type { NewPersona, PersonaChanges } from './persona-input.ts';
import { PersonaEntity } from './persona.entity.ts';
import { savingPersona } from './persona.errors.ts';
import { personaProblems } from './persona.problems.ts';

@Injectable()
export class PersonasService {
  constructor(private readonly database: Database) {}

  private get personas(): Repository<PersonaEntity> {
    return this.database.manager.getRepository(PersonaEntity);
  }

  list(page: PageRequest): Promise<Page<PersonaEntity>> {
    const { manager } = this.database;
    const select = `select ${columnList(manager, PersonaEntity, 'p')} from personas p`;
    return paginate(manager, { list: 'personas', filters: {}, select, sort: newestFirst('p'), page });
  }

  async get(id: string): Promise<PersonaEntity> {
    const persona = await this.personas.findOneBy({ id });
    if (!persona) throw notFound(personaProblems.persona_not_found);
    return persona;
  }

  async create(persona: NewPersona): Promise<PersonaEntity> {
    const id = newId();
    await this.changing(async (manager) => {
      await manager.insert(PersonaEntity, { ...persona, id });
      await recordAudit(manager, { action: 'persona.created', ...subject(id), data: { name: persona.name } });
    });
    return this.get(id);
  }

  async update(id: string, changes: PersonaChanges): Promise<PersonaEntity> {
    await this.get(id);
    const fields = Object.keys(changes);
    if (fields.length > 0)
      await this.changing(async (manager) => {
        await manager.update(PersonaEntity, { id }, { ...changes });
        await recordAudit(manager, { action: 'persona.updated', ...subject(id), data: { fields } });
      });
    return this.get(id);
  }

  async delete(id: string): Promise<void> {
    const { name } = await this.get(id);
    await this.database.transaction(async (manager) => {
      const { affected } = await manager.delete(PersonaEntity, { id });
      if (!affected) throw notFound(personaProblems.persona_not_found);
      await recordAudit(manager, { action: 'persona.deleted', ...subject(id), data: { name } });
    });
  }

  private changing(work: (manager: EntityManager) => Promise<void>): Promise<void> {
    return refusing(savingPersona, () => this.database.transaction(work));
  }
}

const subject = (subjectId: string) => ({ subjectType: 'persona', subjectId }) as const;
