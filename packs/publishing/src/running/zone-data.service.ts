import { Injectable } from '@nestjs/common';
import { Database, refusing } from '@trellis/database';
import { DomainError } from '@trellis/kernel';
import { PostRows } from '../posts/post-rows.ts';
import { publishingProblems } from '../publishing.problems.ts';
import { instantOf, ZONE_DATA } from '../time/wall-time.ts';

const BATCH = 200;
const OUTDATED = `
  select id from posts where state = 'scheduled' and zone_data <> $1 and scheduled_at > now() order by scheduled_at limit ${BATCH}`;
const KEEP = `update posts set zone_data = $2 where id = $1`;

const moving = {
  // Its new instant is taken: it keeps the old one.
  uq_posts_instant: () => new DomainError(publishingProblems.slot_taken, 'The account has a post at this time.'),
};

/** Moves future posts that a person placed by wall time, when the rules of the zones have changed. */
@Injectable()
export class ZoneDataService {
  constructor(
    private readonly database: Database,
    private readonly rows: PostRows,
  ) {}

  async recompute(): Promise<void> {
    for (;;) {
      const posts = await this.database.query<{ id: string }[]>(OUTDATED, [ZONE_DATA]);
      for (const { id } of posts) await this.move(id);
      if (posts.length < BATCH) return;
    }
  }

  private async move(id: string): Promise<void> {
    try {
      await refusing(moving, () => this.recomputeOne(id));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.database.query(KEEP, [id, ZONE_DATA]);
    }
  }

  private async recomputeOne(id: string): Promise<void> {
    await this.database.transaction(async (manager) => {
      const post = await this.rows.lock(manager, id, { withAccount: true });
      const { state, scheduledAt, scheduledLocal, zone, latestAt } = post;
      if (state !== 'scheduled' || !scheduledAt || scheduledLocal === null || zone === null || !latestAt) return;
      const at = instantOf(scheduledLocal, zone);
      const by = at.getTime() - scheduledAt.getTime();
      if (by === 0) return void (await manager.query(KEEP, [id, ZONE_DATA]));
      const columns = { scheduledAt: at, latestAt: new Date(latestAt.getTime() + by), zoneData: ZONE_DATA };
      const data = { at: at.toISOString(), before: scheduledAt.toISOString(), zoneData: ZONE_DATA };
      await this.rows.change(manager, id, columns, { kind: 'zone_rules_changed', data });
    });
  }
}
