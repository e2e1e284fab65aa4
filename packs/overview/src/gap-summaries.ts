import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Database } from '@trellis/database';
import { GapsFacade, type GapSummary } from '@trellis/strategy';

export interface PersonaGaps extends GapSummary {
  personaId: string;
  name: string;
}

const MOST_PERSONAS = 10;
/** A summary is kept for as many times as long as it took to make: at most 2 % of the time goes into them. */
const KEPT_TIMES = 50;
const MOST_KEPT_MS = 60_000;
const PERSONAS = `select id, name from pub_personas_personas order by created_at desc, id desc limit ${MOST_PERSONAS}`;

/**
 * What is missing of the newest personas. A summary costs as much as its persona has photos, so it is kept for a while:
 * of a small library for a moment, of a very large one for up to a minute.
 */
@Injectable()
export class GapSummaries {
  private readonly kept: LRUCache<string, GapSummary>;

  constructor(
    private readonly database: Database,
    gaps: GapsFacade,
  ) {
    this.kept = new LRUCache({
      max: MOST_PERSONAS,
      ttl: MOST_KEPT_MS,
      fetchMethod: async (personaId, _stale, { options }) => {
        const from = performance.now();
        const summary = await gaps.summary(personaId);
        options.ttl = Math.min(MOST_KEPT_MS, Math.ceil(KEPT_TIMES * (performance.now() - from)));
        return summary;
      },
    });
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
