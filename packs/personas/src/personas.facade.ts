import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, Repository } from 'typeorm';
import { PersonaEntity } from './persona.entity.ts';

export interface PersonaSummary {
  id: string;
  name: string;
}

/** What other packs may ask about personas. */
@Injectable()
export class PersonasFacade {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  private get personas(): Repository<PersonaEntity> {
    return this.dataSource.manager.getRepository(PersonaEntity);
  }

  /** Undefined when there is no such persona. */
  async find(id: string): Promise<PersonaSummary | undefined> {
    const persona = await this.personas.findOne({ where: { id }, select: { id: true, name: true } });
    return persona ? { id: persona.id, name: persona.name } : undefined;
  }
}
