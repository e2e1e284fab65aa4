import { refuse } from './0031-strategy.refuse.ts';

/** Gaps as they were at a time, so that a month can be compared with the one before. */
export const gapTables = {
  up: [
    `create table gap_analyses (
      id uuid not null constraint pk_gap_analyses primary key,
      persona_id uuid not null constraint fk_gap_analyses_persona references personas (id) on delete cascade,
      as_of date not null,
      horizon_days smallint not null,
      posts_per_week int not null,
      score smallint,
      needed int not null,
      ready numeric(12,2) not null,
      planned int not null,
      missing int not null,
      overcommitted boolean not null,
      unplanned_weight numeric(5,2) not null,
      homeless int not null,
      created_by text not null,
      created_at timestamptz(3) not null default now(),
      constraint ck_gap_analyses_horizon check (horizon_days between 1 and 90),
      constraint ck_gap_analyses_score check (score between 0 and 100),
      constraint ck_gap_analyses_counts check (least(posts_per_week, needed, ready, planned, missing, homeless) >= 0))`,
    `create index ix_gap_analyses_persona on gap_analyses (persona_id, created_at desc, id desc)`,
    // A pillar is a name here: the analysis stays when the pillar is deleted.
    `create table gap_analysis_pillars (
      analysis_id uuid not null constraint fk_gap_analysis_pillars_analysis references gap_analyses (id) on delete cascade,
      place smallint not null,
      pillar_id uuid not null,
      name text not null,
      priority smallint not null,
      days smallint not null,
      needed int not null,
      ready numeric(12,2) not null,
      planned int not null,
      missing int not null,
      supply numeric(5,4) not null,
      recency numeric(5,4) not null,
      plan numeric(5,4) not null,
      score smallint not null,
      status text not null,
      days_of_cover bigint,
      lasts_until date,
      impact int not null,
      reasons jsonb not null,
      constraint pk_gap_analysis_pillars primary key (analysis_id, place),
      constraint uq_gap_analysis_pillars_pillar unique (analysis_id, pillar_id),
      constraint ck_gap_analysis_pillars_status check (
        status in ('not_in_horizon', 'no_demand', 'exhausted', 'covered', 'critical', 'low')),
      constraint ck_gap_analysis_pillars_shares check (
        supply between 0 and 1 and recency between 0 and 1 and plan between 0 and 1 and score between 0 and 100),
      constraint ck_gap_analysis_pillars_reasons check (jsonb_typeof(reasons) = 'array'))`,
    `create function keep_gap_analysis() returns trigger language plpgsql as $$
     begin
       -- It goes with its persona, by the cascade of its deletion.
       if tg_op = 'DELETE' and pg_trigger_depth() > 1 then return old; end if;
       ${refuse('ck_gap_analyses_immutable', 'an analysis does not change')}
     end $$`,
    ...['gap_analyses', 'gap_analysis_pillars'].map(
      (table) => `create trigger tr_${table}_immutable before update or delete on ${table}
        for each row execute function keep_gap_analysis()`,
    ),
  ],
  down: ['drop table gap_analysis_pillars', 'drop table gap_analyses', 'drop function keep_gap_analysis()'],
};
