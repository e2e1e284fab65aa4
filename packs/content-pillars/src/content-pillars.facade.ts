import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { In, type DataSource, type Repository } from 'typeorm';
import { ContentPillarEntity } from './content-pillar.entity.ts';

export interface PillarSummary {
  id: string;
  personaId: string;
  name: string;
}

/** What other packs may ask about content pillars. */
@Injectable()
export class ContentPillarsFacade {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  private get pillars(): Repository<ContentPillarEntity> {
    return this.dataSource.manager.getRepository(ContentPillarEntity);
  }

  /** Those that exist, in one query, in no particular order. */
  async findMany(ids: readonly string[]): Promise<PillarSummary[]> {
    if (ids.length === 0) return [];
    const pillars = await this.pillars.find({
      where: { id: In([...ids]) },
      select: { id: true, personaId: true, name: true },
    });
    return pillars.map(({ id, personaId, name }) => ({ id, personaId, name }));
  }
}
