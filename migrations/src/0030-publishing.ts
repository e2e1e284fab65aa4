import type { MigrationInterface, QueryRunner } from 'typeorm';
import { publishingHolds } from './0030-publishing.holds.ts';
import { publishingRules } from './0030-publishing.rules.ts';
import { publishingViews } from './0030-publishing.views.ts';
import { publishingTables } from './0030-publishing.tables.ts';

/** Posts from their draft to their publication, the accounts and slots they are posted in, and who holds a photo. */
export class Publishing1767225600030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const statements = [...publishingTables.up, ...publishingRules.up, ...publishingHolds.up];
    for (const statement of statements) await runner.query(statement);
    for (const [view, sql] of Object.entries(publishingViews)) {
      await runner.query(`create view ${view} as ${sql}`);
      await runner.query(`
        create trigger tr_${view}_read_only instead of insert or update or delete on ${view}
        for each row execute function refuse_view_write()`);
    }
  }

  /** Photos that a post holds are released. */
  async down(runner: QueryRunner): Promise<void> {
    for (const view of Object.keys(publishingViews)) await runner.query(`drop view ${view}`);
    const statements = [...publishingHolds.down, ...publishingRules.down, ...publishingTables.down];
    for (const statement of statements) await runner.query(statement);
  }
}
