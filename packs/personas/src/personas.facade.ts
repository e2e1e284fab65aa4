import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { PersonaEntity } from './persona.entity.ts';

export interface PersonaSummary {
  id: string;
  name: string;
}

/** What other packs may ask about personas. */
@Injectable()
export class PersonasFacade {
  constructor(@InjectRepository(PersonaEntity) private readonly personas: Repository<PersonaEntity>) {}

  /** Undefined when there is no such persona. */
  async find(id: string): Promise<PersonaSummary | undefined> {
    const persona = await this.personas.findOne({ where: { id }, select: { id: true, name: true } });
    return persona ? { id: persona.id, name: persona.name } : undefined;
  }
}
