import type { MigrationInterface, QueryRunner } from 'typeorm';

const PROBLEMS = [
  'url_not_public',
  'url_redirects',
  'url_wrong_type',
  'url_differs',
  'robots_forbid',
  'url_timeout',
  'loopback',
]
  .map((problem) => `'${problem}'`)
  .join(', ');

/** Whether the platform can fetch the JPEG of a photo. */
export class PublicChecks1767225600022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table photos add column public_checked_at timestamptz(3), add column public_verified_at timestamptz(3),
        add column public_problem text,
        add constraint ck_photos_public_problem check (public_problem in (${PROBLEMS})),
        add constraint ck_photos_public_verified check (public_verified_at is null or public_problem is null or public_problem = 'loopback')`);
    await runner.query(`create index ix_photos_public_check on photos (public_checked_at)
      where readiness = 'ready' and (public_verified_at is null or held_by is not null)`);
    await runner.query(`create index ix_photos_not_public on photos (public_problem)
      where public_problem is not null and public_problem <> 'loopback'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table photos drop column public_checked_at, drop column public_verified_at,
      drop column public_problem`);
  }
}
