import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { In, IsNull } from 'typeorm';
import type { Database } from '@trellis/database';
import { ApiKeyEntity } from './api-key.entity.ts';

const REMEMBER_MS = 500;

/** Queries at the same time. A flood of guesses leaves the other connections to the requests. */
const AT_ONCE = 4;

/**
 * Living keys by id. A row is remembered for half a second, and ids that are asked for at the same time are one query.
 * So guesses cost little, and no key has to be refused because of the guesses of others.
 */
export class KeyLookup {
  private readonly known = new LRUCache<string, ApiKeyEntity>({ max: 1000, ttl: REMEMBER_MS });
  private readonly loader: DataLoader<string, ApiKeyEntity | undefined>;

  constructor(database: Database) {
    const limit = pLimit(AT_ONCE);
    this.loader = new DataLoader(
      async (ids) => {
        const living = { id: In([...ids]), revokedAt: IsNull() };
        const rows = await limit(() => database.manager.findBy(ApiKeyEntity, living));
        const byId = new Map(rows.map((row) => [row.id, row]));
        return ids.map((id) => byId.get(id));
      },
      { cache: false, maxBatchSize: 500 },
    );
  }

  async find(id: string): Promise<ApiKeyEntity | undefined> {
    const row = this.known.get(id) ?? (await this.loader.load(id));
    if (row) this.known.set(id, row, { noUpdateTTL: true });
    return row;
  }

  /** A key of this process was revoked. */
  forget(): void {
    this.known.clear();
  }
}
