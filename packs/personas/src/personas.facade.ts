import { Injectable } from '@nestjs/common';
import { canonicalName } from '@trellis/kernel';
import type { Repository } from 'typeorm';
import { Database } from '@trellis/database';
import { PersonaEntity, type CaptionConfig, type HashtagStrategy } from './persona.entity.ts';

export interface PersonaSummary {
  id: string;
  name: string;
}

/** How a persona posts. */
export interface PostingRules extends PersonaSummary {
  /** IANA. */
  timeZone: string;
  captionConfig: CaptionConfig | null;
  hashtagStrategy: HashtagStrategy | null;
}

/** Personas for other packs. */
@Injectable()
export class PersonasFacade {
  constructor(private readonly database: Database) {}

  private get personas(): Repository<PersonaEntity> {
    return this.database.manager.getRepository(PersonaEntity);
  }

  /** Undefined when there is no such persona. */
  async find(id: string): Promise<PersonaSummary | undefined> {
    const persona = await this.personas.findOne({ where: { id }, select: { id: true, name: true } });
    return persona ? { id: persona.id, name: persona.name } : undefined;
  }

  /** Undefined when there is no such persona. @param manager the caller's transaction */
  async postingRules(id: string, manager = this.database.manager): Promise<PostingRules | undefined> {
    const persona = await manager.findOneBy(PersonaEntity, { id });
    if (!persona) return undefined;
    const { name, timeZone, captionConfig, hashtagStrategy } = persona;
    return { id, name, timeZone, captionConfig, hashtagStrategy };
  }

  /** Independent of case. Undefined when no persona has the name. */
  async findByName(name: string): Promise<PersonaSummary | undefined> {
    const found = this.personas.createQueryBuilder('persona').select(['persona.id', 'persona.name']);
    const persona = await found.where('lower(persona.name) = lower(:name)', { name: canonicalName(name) }).getOne();
    return persona ? { id: persona.id, name: persona.name } : undefined;
  }
}
