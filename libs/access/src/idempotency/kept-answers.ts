import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { EntityManager } from 'typeorm';
import { DomainError } from '@trellis/kernel';
import { accessProblems } from '../access.problems.ts';

/** What one key may keep for 24 hours. */
const MOST_ANSWERS = 100_000;
const MOST_BYTES = 256 * 1024 * 1024;

const COUNT_AGAIN_MS = 60_000;

interface Kept {
  answers: number;
  bytes: number;
}

const COUNT = `
  select count(*)::int as answers, coalesce(sum(pg_column_size(answer)), 0)::float as bytes from idempotency_keys
  where holder_id = $1 and created_at >= now() - interval '24 hours'`;

/** Bounds the kept answers of each key. Counted once a minute; in between, each process adds its own. */
@Injectable()
export class KeptAnswers {
  private readonly known = new LRUCache<string, Kept>({ max: 1000, ttl: COUNT_AGAIN_MS });

  /** @throws DomainError rate_limited */
  async requireRoom(manager: EntityManager, holderId: string): Promise<void> {
    const kept = this.known.get(holderId) ?? (await manager.query<[Kept]>(COUNT, [holderId]))[0];
    this.known.set(holderId, kept, { noUpdateTTL: true });
    if (kept.answers >= MOST_ANSWERS || kept.bytes >= MOST_BYTES) throw tooMany();
  }

  add(holderId: string, bytes: number): void {
    const kept = this.known.get(holderId);
    if (kept) Object.assign(kept, { answers: kept.answers + 1, bytes: kept.bytes + bytes });
  }
}

const tooMany = () =>
  new DomainError(
    accessProblems.rate_limited,
    `A key keeps at most ${MOST_ANSWERS.toLocaleString('en')} answers or ${MOST_BYTES / 1024 ** 2} MB for 24 hours. ` +
      'Send this request without Idempotency-Key, or with another key.',
  );
