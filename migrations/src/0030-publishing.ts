import type { MigrationInterface, QueryRunner } from 'typeorm';
import { publishingHolds } from './0030-publishing.holds.ts';
import { publishingRules } from './0030-publishing.rules.ts';
import { publishingTables } from './0030-publishing.tables.ts';

const POSTS = `
  select id, persona_id, account_id, pillar_id, cluster_id, state, scheduled_at, published_at, created_at,
    state = 'scheduled' and coalesce(next_attempt_at, scheduled_at) <= now()
      and (select provider from publish_accounts a where a.id = account_id) = 'manual' as waits_for_person
  from posts`;

/** Posts from their draft to their publication, the accounts and slots they are posted in, and who holds a photo. */
export class Publishing1767225600030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const statements = [...publishingTables.up, ...publishingRules.up, ...publishingHolds.up];
    for (const statement of statements) await runner.query(statement);
    await runner.query(`create view pub_publishing_posts as ${POSTS}`);
    await runner.query(`
      create trigger tr_pub_publishing_posts_read_only instead of insert or update or delete on pub_publishing_posts
      for each row execute function refuse_view_write()`);
  }

  /** Photos that a post holds are released. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop view pub_publishing_posts');
    const statements = [...publishingHolds.down, ...publishingRules.down, ...publishingTables.down];
    for (const statement of statements) await runner.query(statement);
  }
}
