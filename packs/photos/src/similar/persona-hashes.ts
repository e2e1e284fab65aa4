import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Database, FIRST_ID, keysetRows } from '@trellis/database';
import { HashIndex, halvesOf } from './hash-index.ts';

const PAGE = 10_000;
/** Personas whose hashes are held: eight bytes and an id for each photo. */
const MOST_PERSONAS = 16;
/** Hashes of photos that existed before (imports, renditions of an earlier release) are seen after this time. */
const KEPT_MS = 600_000;

/** Photos of a moment before the last one that was seen may be committed after it. */
const NEW = `
  select id, picture_hash as hash, created_at from photos
  where persona_id = $1 and picture_hash is not null and created_at >= $2::timestamptz - interval '30 seconds'
    and ($3::timestamptz is null or (created_at, id) > ($3, $4::uuid))
  order by created_at, id limit ${PAGE}`;

const SINCE_EVER = '-infinity';

interface Row {
  id: string;
  hash: string;
  created_at: Date;
}

interface Held {
  index: HashIndex;
  /** The time of the latest photo in it. */
  latest: Date | typeof SINCE_EVER;
}

/** The hashes of a persona's photos, in memory: PostgreSQL has no index for distances of bits. */
@Injectable()
export class PersonaHashes {
  private readonly held = new LRUCache<string, Promise<Held>>({ max: MOST_PERSONAS, ttl: KEPT_MS });

  constructor(private readonly database: Database) {}

  /** With every photo that is committed. It may have photos that were deleted. */
  async of(personaId: string): Promise<HashIndex> {
    const before = this.held.get(personaId) ?? Promise.resolve({ index: new HashIndex(), latest: SINCE_EVER } as Held);
    const now = before.then((held) => this.refreshed(personaId, held));
    this.held.set(personaId, now, { noUpdateTTL: true });
    try {
      return (await now).index;
    } catch (error) {
      this.held.delete(personaId);
      throw error;
    }
  }

  private async refreshed(personaId: string, held: Held): Promise<Held> {
    const rows = keysetRows<Row>(PAGE, (last) =>
      this.database.query(NEW, [personaId, held.latest, last?.created_at ?? null, last?.id ?? FIRST_ID]),
    );
    for await (const { id, hash, created_at } of rows) {
      held.index.set(id, halvesOf(hash));
      held.latest = created_at;
    }
    return held;
  }
}
