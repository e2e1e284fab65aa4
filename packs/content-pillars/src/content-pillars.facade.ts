import { Injectable } from '@nestjs/common';
import { canonicalName } from '@trellis/kernel';
import { In, type Repository } from 'typeorm';
import { Database } from '@trellis/database';
import { ContentPillarEntity } from './content-pillar.entity.ts';

export interface PillarSummary {
  id: string;
  personaId: string;
  name: string;
}

/** What a pillar is about. */
export interface PillarBrief extends PillarSummary {
  description: string | null;
  guidelines: Readonly<Record<string, unknown>>;
}

/** Content pillars for other packs. */
@Injectable()
export class ContentPillarsFacade {
  constructor(private readonly database: Database) {}

  private get pillars(): Repository<ContentPillarEntity> {
    return this.database.manager.getRepository(ContentPillarEntity);
  }

  /** The pillars that exist, in one query, unordered. */
  async findMany(ids: readonly string[]): Promise<PillarSummary[]> {
    if (ids.length === 0) return [];
    const pillars = await this.pillars.find({
      where: { id: In([...ids]) },
      select: { id: true, personaId: true, name: true },
    });
    return pillars.map(({ id, personaId, name }) => ({ id, personaId, name }));
  }

  /** Undefined when there is no such pillar. */
  async brief(id: string): Promise<PillarBrief | undefined> {
    const pillar = await this.pillars.findOneBy({ id });
    if (!pillar) return undefined;
    const { personaId, name, description, guidelines } = pillar;
    return { id, personaId, name, description, guidelines: { ...guidelines } };
  }

  /** Undefined when the persona has no pillar with this name. */
  async findByName(personaId: string, name: string): Promise<PillarSummary | undefined> {
    const pillar = await this.pillars.findOneBy({ personaId, name: canonicalName(name) });
    return pillar ? { id: pillar.id, personaId, name: pillar.name } : undefined;
  }
}
