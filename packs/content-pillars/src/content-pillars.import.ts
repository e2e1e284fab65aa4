import { Injectable } from '@nestjs/common';
import { ImportPort } from '@trellis/database';
import type { EntityManager } from 'typeorm';
import { ContentPillarEntity } from './content-pillar.entity.ts';

const MOST_PERCENT = 100;

const ACTIVE_WEIGHTS = `
  select coalesce(sum(weight), 0)::float8 as sum from content_pillars
  where persona_id = $1 and active`;

/** The import port of this pack. */
@Injectable()
export class ContentPillarsImport extends ImportPort {
  readonly tables = { content_pillars: [] };

  /** The id of the persona's pillar with this name; undefined when there is none. */
  async idByName(manager: EntityManager, personaId: string, name: string): Promise<string | undefined> {
    return (await manager.findOne(ContentPillarEntity, { where: { personaId, name }, select: { id: true } }))?.id;
  }

  /** Whether the persona's active weights stay within 100 % with one more pillar of this weight. */
  async fits(manager: EntityManager, personaId: string, weight: number): Promise<boolean> {
    const [{ sum }] = await manager.query<[{ sum: number }]>(ACTIVE_WEIGHTS, [personaId]);
    return sum + weight <= MOST_PERCENT;
  }
}
