import { Injectable } from '@nestjs/common';
import { ImportPort } from '@trellis/database';
import type { EntityManager } from 'typeorm';
import { ContentPillarEntity } from './content-pillar.entity.ts';

const OTHER_WEIGHTS = `
  select coalesce(sum(weight), 0)::float8 as sum from content_pillars
  where persona_id = $1 and active and legacy_id is distinct from $2`;

/** The import port of this pack. */
@Injectable()
export class ContentPillarsImport extends ImportPort {
  readonly tables = { content_pillars: [] };

  /** The id of the persona's pillar with this name; undefined when there is none. */
  async idByName(manager: EntityManager, personaId: string, name: string): Promise<string | undefined> {
    return (await manager.findOne(ContentPillarEntity, { where: { personaId, name }, select: { id: true } }))?.id;
  }

  /** The sum of the weights of the persona's active pillars, in percent, without the pillar of this legacy id. */
  async otherWeights(manager: EntityManager, personaId: string, legacyId: number): Promise<number> {
    const [{ sum }] = await manager.query<[{ sum: number }]>(OTHER_WEIGHTS, [personaId, legacyId]);
    return sum;
  }
}
