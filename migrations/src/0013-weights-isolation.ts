import type { MigrationInterface, QueryRunner } from 'typeorm';

const limitOfWeights = (isolation: string) => `
  create or replace function limit_pillar_weights() returns trigger language plpgsql as $$
  begin${isolation}
    -- Two pillars at the same moment see only each other's old weight. They take turns at the persona's row.
    perform 1 from personas where id = new.persona_id for no key update;
    if (select sum(weight) from content_pillars where persona_id = new.persona_id and active) > 100 then
      raise exception 'the weights of the active pillars exceed 100'
        using errcode = 'check_violation', constraint = 'ck_content_pillars_weight_sum';
    end if;
    return null;
  end $$`;

/**
 * At `repeatable read` a transaction does not see what it has waited for, and the weights of a persona could exceed
 * 100. The function refuses that isolation. `serializable` detects the conflict.
 */
export class WeightsIsolation1767225600013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      limitOfWeights(`
    if current_setting('transaction_isolation') = 'repeatable read' then
      raise exception 'the weights of pillars cannot be checked at the isolation repeatable read'
        using errcode = 'feature_not_supported', hint = 'Use read committed or serializable.';
    end if;`),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(limitOfWeights(''));
  }
}
