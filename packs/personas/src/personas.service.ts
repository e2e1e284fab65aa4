import { Injectable } from '@nestjs/common';
import type { EntityManager, Repository } from 'typeorm';
import { newId, notFound } from '@trellis/kernel';
import {
  columnList,
  containing,
  edited,
  Database,
  recordAudit,
  requireUnchanged,
  refusing,
  newestFirst,
  paginate,
  type Page,
} from '@trellis/database';
import type { NewPersona, PersonaChanges, PersonaFilter } from './persona-input.ts';
import { PersonaEntity } from './persona.entity.ts';
import { savingPersona } from './persona.errors.ts';
import { personaProblems } from './persona.problems.ts';

@Injectable()
export class PersonasService {
  constructor(private readonly database: Database) {}

  private get personas(): Repository<PersonaEntity> {
    return this.database.manager.getRepository(PersonaEntity);
  }

  list({ q, ...page }: PersonaFilter): Promise<Page<PersonaEntity>> {
    const { manager } = this.database;
    const select = `select ${columnList(manager, PersonaEntity, 'p')} from personas p`;
    const where = [q ? ([containing('p.name'), q] as const) : undefined];
    return paginate(manager, { list: 'personas', filters: { q }, select, where, sort: newestFirst('p'), page });
  }

  async get(id: string): Promise<PersonaEntity> {
    const persona = await this.personas.findOneBy({ id });
    if (!persona) throw notFound(personaProblems.persona_not_found);
    return persona;
  }

  async create(persona: NewPersona): Promise<PersonaEntity> {
    const id = newId();
    await this.changing(async (manager) => {
      await manager.insert(PersonaEntity, { ...persona, ...edited(), id });
      await recordAudit(manager, { action: 'persona.created', ...subject(id), data: { name: persona.name } });
    });
    return this.get(id);
  }

  /** @param seen the time of the state that the change was made for; a later state is refused */
  async update(id: string, changes: PersonaChanges, seen?: Date): Promise<PersonaEntity> {
    await this.get(id);
    const fields = Object.keys(changes);
    if (fields.length > 0)
      await this.changing(async (manager) => {
        await requireUnchanged(manager, { table: 'personas', id, seen });
        await manager.update(PersonaEntity, { id }, { ...changes, ...edited() });
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
