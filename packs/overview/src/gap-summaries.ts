import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Database } from '@trellis/database';
import { GapsFacade, type GapSummary } from '@trellis/strategy';

export interface PersonaGaps extends GapSummary {
  personaId: string;
  name: string;
}

const MOST_PERSONAS = 10;
const KEPT_MS = 60_000;
const PERSONAS = `select id, name from pub_personas_personas order by created_at desc, id desc limit ${MOST_PERSONAS}`;

/**
 * What is missing of the newest personas. A summary is kept for a minute, and an older one is answered while the next is
 * made, because it costs as much as its persona has photos.
 */
@Injectable()
export class GapSummaries {
  private readonly kept: LRUCache<string, GapSummary>;

  constructor(
    private readonly database: Database,
    gaps: GapsFacade,
  ) {
    const fetchMethod = (personaId: string) => gaps.summary(personaId);
    this.kept = new LRUCache({ max: MOST_PERSONAS, ttl: KEPT_MS, allowStale: true, fetchMethod });
  }

  /** Those that miss something, the most first. */
  async read(): Promise<PersonaGaps[]> {
    const personas = await this.database.query<{ id: string; name: string }[]>(PERSONAS);
    const found: PersonaGaps[] = [];
    for (const { id, name } of personas) {
      const summary = await this.kept.fetch(id);
      if (summary && summary.missing > 0) found.push({ personaId: id, name, ...summary });
    }
    return found.sort((a, b) => b.missing - a.missing || (a.name < b.name ? -1 : 1));
  }
}
