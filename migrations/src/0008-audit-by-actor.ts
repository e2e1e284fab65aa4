import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keeps `GET /audit?actor=` fast in a long log with a rare actor. */
export class AuditByActor1767225600008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index ix_audit_log_actor on audit_log (actor, at, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index ix_audit_log_actor`);
  }
}
