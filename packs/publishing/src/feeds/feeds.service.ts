import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ApiKeys } from '@trellis/access';
import { Database, oldestFirst, paginate, recordAudit, type Page, type PageRequest } from '@trellis/database';
import { newId, notFound, unknownReference } from '@trellis/kernel';
import { personaProblems, PersonasFacade } from '@trellis/personas';
import { publishingProblems } from '../publishing.problems.ts';
import { CalendarFeedEntity } from './calendar-feed.entity.ts';

const SECRET_BYTES = 32;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export interface FeedView {
  id: string;
  personaId: string;
  keyId: string;
  captions: boolean;
  createdAt: Date;
}

/** Secret addresses of calendars: shown once, and dead with their key. */
@Injectable()
export class FeedsService {
  constructor(
    private readonly database: Database,
    private readonly personas: PersonasFacade,
    private readonly keys: ApiKeys,
  ) {}

  list(page: PageRequest): Promise<Page<FeedView>> {
    return paginate<FeedView>(this.database.manager, {
      list: 'calendar-feeds',
      filters: {},
      select: `
        select f.id, f.persona_id as "personaId", f.key_id as "keyId", f.captions, f.created_at as "createdAt"
        from calendar_feeds f`,
      sort: oldestFirst('f'),
      page,
    });
  }

  /** `token` is returned only here. @throws DomainError persona_not_found */
  async create(personaId: string, captions: boolean, keyId: string): Promise<{ id: string; token: string }> {
    if (!(await this.personas.find(personaId))) throw unknownReference(personaProblems.persona_not_found, 'personaId');
    const [id, token] = [newId(), randomBytes(SECRET_BYTES).toString('base64url')];
    await this.database.transaction(async (manager) => {
      await manager.insert(CalendarFeedEntity, { id, personaId, keyId, captions, tokenHash: hashOf(token) });
      const data = { personaId, captions };
      await recordAudit(manager, {
        action: 'calendar_feed.created',
        subjectType: 'calendar_feed',
        subjectId: id,
        data,
      });
    });
    return { id, token };
  }

  /** Takes effect at once. @throws DomainError feed_not_found */
  async delete(id: string): Promise<void> {
    await this.database.transaction(async (manager) => {
      const { affected } = await manager.delete(CalendarFeedEntity, { id });
      if (!affected) throw notFound(publishingProblems.feed_not_found);
      await recordAudit(manager, { action: 'calendar_feed.deleted', subjectType: 'calendar_feed', subjectId: id });
    });
  }

  /** A wrong secret, a deleted feed and a revoked key are the same. @throws DomainError feed_not_found */
  async open(token: string): Promise<Pick<FeedView, 'personaId' | 'captions'>> {
    const feed = await this.database.manager.findOneBy(CalendarFeedEntity, { tokenHash: hashOf(token) });
    if (!feed || !(await this.keys.living(feed.keyId))) throw notFound(publishingProblems.feed_not_found);
    return feed;
  }
}
