import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Only kept answers that hold a secret are sealed. Those of earlier releases stay readable with the holder's key. */
export class SealedAnswers1767225600016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table idempotency_keys add column sealing text not null default 'holder'
        constraint ck_idempotency_keys_sealing check (sealing in ('none', 'master', 'holder'))`);
  }

  /** An earlier release reads every answer with the holder's key. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from idempotency_keys where sealing <> 'holder'`);
    await runner.query(`alter table idempotency_keys drop column sealing`);
  }
}
