import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@trellis/database';
import type { RecentCaption } from './caption-check.ts';

const COMPARED = 20;
const RECENT = `
  select id as "postId", caption from posts
  where persona_id = $1 and state not in ('draft', 'cancelled') and id is distinct from $2
  order by created_at desc, id desc limit ${COMPARED}`;

/** The captions that a new one is compared with. */
@Injectable()
export class RecentCaptions {
  constructor(private readonly database: Database) {}

  get manager(): EntityManager {
    return this.database.manager;
  }

  /** Of the persona's latest posts, but for one. */
  of(manager: EntityManager, personaId: string, but: string | null = null): Promise<RecentCaption[]> {
    return manager.query(RECENT, [personaId, but]);
  }
}
