import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As `LinksFromCompletion` creates them. */
const ENSURE = [
  `create or replace function reopen_link_for_unposting() returns trigger language plpgsql as $$
      begin
        -- What stood in the way of another winner does so no longer.
        update cluster_links set state = 'pending', reason = null, attempts = 0, last_error = null
        where photo_id = new.id and state = 'failed' and reason = 'photo_posted';
        return null;
      end $$`,
  `drop trigger if exists tr_photos_unposted on photos`,
  `create trigger tr_photos_unposted after update of posted_at on photos
        for each row when (old.posted_at is not null and new.posted_at is null) execute function reopen_link_for_unposting()`,
];

/**
 * Heals libraries that ran `LinksFromCompletion` before it had this function and this trigger. In every other library
 * it replaces them by the same. Both stay on the way down, because `LinksFromCompletion` drops them there.
 */
export class LinksAfterUnposting1767225600014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of ENSURE) await runner.query(statement);
  }

  down(runner: QueryRunner): Promise<void> {
    return this.up(runner);
  }
}
