import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, newestFirst, paginate, recordAudit, type Page, type PageRequest } from '@trellis/database';
import { newId, notFound } from '@trellis/kernel';
import { accessProblems } from '../access.problems.ts';
import { hashOf } from '../hash-of.ts';
import { actorName } from '../keys/request-actor.ts';
import type { ApiKeyRow } from '../keys/api-keys.service.ts';
import type { Role } from '../keys/role.ts';
import { SessionEntity } from './session.entity.ts';
import { SessionLookup, type LivingSession } from './session-lookup.ts';

/** From sign-in, whatever happens in between. */
export const SESSION_SECONDS = 12 * 3600;

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export interface SessionRow {
  id: string;
  keyId: string;
  keyName: string;
  role: Role;
  by: string | null;
  address: string;
  createdAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
}

const LIST = `
  select s.id, s.key_id as "keyId", k.name as "keyName", k.role, s.by, s.address, s.created_at as "createdAt",
    s.expires_at as "expiresAt", least(s.ended_at, k.revoked_at) as "endedAt"
  from sessions s join api_keys k on k.id = s.key_id`;

/** Sessions of 256 random bits, stored as hashes. A session is never more than its key. */
@Injectable()
export class Sessions {
  private readonly lookup: SessionLookup;

  constructor(private readonly database: Database) {
    this.lookup = new SessionLookup(database);
  }

  /** A new session, with a new token. The token is returned only here. */
  async open(
    key: ApiKeyRow,
    { by = null, address, way = 'key' }: { by?: string | null; address: string; way?: 'key' | 'code' },
  ): Promise<LivingSession & { token: string }> {
    const token = randomBytes(32).toString('base64url');
    const id = newId();
    const expiresAt = new Date(Date.now() + SESSION_SECONDS * 1000);
    await this.database.transaction(async (manager) => {
      await manager.insert(SessionEntity, { id, keyId: key.id, hash: hashOf(token), by, address, expiresAt });
      await recordAudit(manager, {
        actor: actorName(key, by),
        action: 'session.opened',
        subjectType: 'session',
        subjectId: id,
        data: { keyId: key.id, address, way },
      });
      // A few at a time, so that sign-in stays short.
      await manager.query(`delete from sessions where id in (
        select id from sessions where expires_at < now() - interval '30 days' order by expires_at limit 20)`);
    });
    return { id, keyId: key.id, by, expiresAt, token };
  }

  /** The session of a token when it is living; its key may be revoked. */
  async find(token: string): Promise<LivingSession | undefined> {
    return TOKEN.test(token) ? this.lookup.find(hashOf(token)) : undefined;
  }

  /** Idempotent. Takes effect in every process within half a second. @throws DomainError session_not_found */
  async end(id: string, { actor, address }: { actor: string; address: string }): Promise<void> {
    await this.database.transaction(async (manager) => {
      const ended = await manager
        .createQueryBuilder()
        .update(SessionEntity)
        .set({ endedAt: () => 'now()' })
        .where('id = :id and ended_at is null', { id })
        .execute();
      if (!ended.affected && !(await manager.existsBy(SessionEntity, { id })))
        throw notFound(accessProblems.session_not_found);
      if (ended.affected)
        await recordAudit(manager, {
          actor,
          action: 'session.ended',
          subjectType: 'session',
          subjectId: id,
          data: { address },
        });
    });
    this.lookup.forget();
  }

  /** Newest first, also those that have ended in the last 30 days. */
  list(page: PageRequest = {}): Promise<Page<SessionRow>> {
    const sort = newestFirst<SessionRow>('s');
    return paginate(this.database.manager, { list: 'sessions', filters: {}, select: LIST, sort, page });
  }
}
