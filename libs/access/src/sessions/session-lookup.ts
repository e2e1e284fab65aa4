import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import type { Database } from '@trellis/database';

const REMEMBER_MS = 500;

/** Queries at the same time. */
const AT_ONCE = 4;

export interface LivingSession {
  id: string;
  keyId: string;
  by: string | null;
  expiresAt: Date;
}

const LIVING = `
  select hash, id, key_id as "keyId", by, expires_at as "expiresAt" from sessions
  where hash = any($1) and ended_at is null and expires_at > now()`;

/** Living sessions by the hash of their token, remembered for half a second like keys. */
export class SessionLookup {
  private readonly known = new LRUCache<string, LivingSession>({ max: 1000, ttl: REMEMBER_MS });
  private readonly loader: DataLoader<string, LivingSession | undefined>;

  constructor(database: Database) {
    const limit = pLimit(AT_ONCE);
    this.loader = new DataLoader(
      async (hashes) => {
        const rows = await limit(() => database.query<(LivingSession & { hash: string })[]>(LIVING, [[...hashes]]));
        const byHash = new Map(rows.map(({ hash, ...session }) => [hash, session]));
        return hashes.map((hash) => byHash.get(hash));
      },
      { cache: false, maxBatchSize: 500 },
    );
  }

  async find(hash: string): Promise<LivingSession | undefined> {
    const session = this.known.get(hash) ?? (await this.loader.load(hash));
    if (!session || session.expiresAt.getTime() <= Date.now()) return undefined;
    this.known.set(hash, session, { noUpdateTTL: true });
    return session;
  }

  /** A session ended in this process. */
  forget(): void {
    this.known.clear();
  }
}
