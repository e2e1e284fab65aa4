const PERSONAS = 'select id, name, time_zone, created_at from personas';
const PERSONAS_WITH_PACE = 'select id, name, time_zone, created_at, posts_per_week from personas';

const PILLARS = `
  select id, persona_id, name, weight, priority, target_posts_per_week,
    active and (start_date is null or start_date <= (now() at time zone 'utc')::date)
      and (end_date is null or end_date >= (now() at time zone 'utc')::date) as is_current
  from content_pillars`;
const PILLARS_WITH_DATES = PILLARS.replace('as is_current', 'as is_current, active, start_date, end_date');

const RUNS = `
  select r.id, r.pipeline_id, r.persona_id, r.cluster_id, r.name, r.status, r.completed_at, r.created_at, r.updated_at,
    (select w.id from image_candidates w where w.run_id = r.id and w.is_winner) as winner_id,
    (select coalesce(sum(t.active::bigint * (t.active - 1) / 2 - t.compared), 0)::int from step_tallies t
      where t.run_id = r.id) as open_pairs
  from pipeline_runs r`;
const RUNS_WITH_CANDIDATES = RUNS.replace(
  'as open_pairs',
  `as open_pairs,
    coalesce((select t.active_candidates from run_tallies t where t.run_id = r.id), 0) as active_candidates, r.prompt`,
);

const CLUSTERS = 'select id, persona_id, name, status, created_at from clusters';
const CLUSTERS_WITH_PROMPT = 'select id, persona_id, name, status, created_at, ai_prompt from clusters';

const SLOTS = `
  select s.id, s.account_id, s.persona_id, s.pillar_id, a.paused_at is not null as paused
  from posting_slots s join publish_accounts a on a.id = s.account_id`;

const readOnly = (view: string) =>
  `create trigger tr_${view}_read_only instead of insert or update or delete on ${view}
   for each row execute function refuse_view_write()`;

/** A view that loses columns has to be made again, with its trigger. */
const again = (view: string, sql: string) => [`drop view ${view}`, `create view ${view} as ${sql}`, readOnly(view)];

/** What gaps are made of. */
export const strategyViews = {
  up: [
    `create or replace view pub_personas_personas as ${PERSONAS_WITH_PACE}`,
    `create or replace view pub_content_pillars_pillars as ${PILLARS_WITH_DATES}`,
    `create or replace view pub_pipeline_runs as ${RUNS_WITH_CANDIDATES}`,
    `create or replace view pub_clustering_clusters as ${CLUSTERS_WITH_PROMPT}`,
    `create view pub_publishing_slots as ${SLOTS}`,
    readOnly('pub_publishing_slots'),
  ],
  down: [
    'drop view pub_publishing_slots',
    ...again('pub_clustering_clusters', CLUSTERS),
    ...again('pub_pipeline_runs', RUNS),
    ...again('pub_content_pillars_pillars', PILLARS),
    ...again('pub_personas_personas', PERSONAS),
  ],
};
