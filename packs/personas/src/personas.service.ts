import { Injectable } from '@nestjs/common';
import type { Repository } from 'typeorm';
import { newId, notFound } from '@trellis/kernel';
import { Database, refusing, newestFirst, paginate, type Page, type PageRequest } from '@trellis/database';
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
    const query = this.personas.createQueryBuilder('persona');
    return paginate(query, { list: 'personas', filters: {}, sort: newestFirst('persona'), page });
  }

  async get(id: string): Promise<PersonaEntity> {
    const persona = await this.personas.findOneBy({ id });
    if (!persona) throw notFound(personaProblems.persona_not_found);
    return persona;
  }

  async create(persona: NewPersona): Promise<PersonaEntity> {
    const id = newId();
    await refusing(savingPersona, () => this.personas.insert({ ...persona, id }));
    return this.get(id);
  }

  async update(id: string, changes: PersonaChanges): Promise<PersonaEntity> {
    await this.get(id);
    if (Object.keys(changes).length > 0)
      await refusing(savingPersona, () => this.personas.update({ id }, { ...changes }));
    return this.get(id);
  }

  async delete(id: string): Promise<void> {
    const { affected } = await this.personas.delete({ id });
    if (!affected) throw notFound(personaProblems.persona_not_found);
  }
}
