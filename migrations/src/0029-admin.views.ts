const RUNS = `
  select id, pipeline_id, persona_id, cluster_id, name, status, completed_at, created_at, updated_at from pipeline_runs`;
const RUNS_WITH_PAIRS = `
  select r.id, r.pipeline_id, r.persona_id, r.cluster_id, r.name, r.status, r.completed_at, r.created_at, r.updated_at,
    (select w.id from image_candidates w where w.run_id = r.id and w.is_winner) as winner_id,
    (select coalesce(sum(t.active::bigint * (t.active - 1) / 2 - t.compared), 0)::int from step_tallies t
      where t.run_id = r.id) as open_pairs
  from pipeline_runs r`;
const PHOTOS = `
  select id, persona_id, cluster_id, image_candidate_id as candidate_id, posted_at, created_at from photos`;
const PHOTOS_WITH_READINESS = `
  select id, persona_id, cluster_id, image_candidate_id as candidate_id, posted_at, created_at, readiness from photos`;

const NEW = {
  pub_personas_personas: 'select id, name, time_zone, created_at from personas',
  pub_pipeline_pipelines: 'select id, name, created_at from pipelines',
  pub_clustering_clusters: 'select id, persona_id, name, status, created_at from clusters',
  pub_clustering_links: `select run_id, state, reason, cluster_id, photo_id, created_at, updated_at from cluster_links`,
};

/** A view that loses columns has to be made again, with its trigger. */
const again = (view: string, sql: string) => [`drop view ${view}`, `create view ${view} as ${sql}`, readOnly(view)];

const readOnly = (view: string) =>
  `create trigger tr_${view}_read_only instead of insert or update or delete on ${view}
   for each row execute function refuse_view_write()`;

export const adminViews = {
  up: [
    `create or replace view pub_pipeline_runs as ${RUNS_WITH_PAIRS}`,
    `create or replace view pub_photos_photos as ${PHOTOS_WITH_READINESS}`,
    ...Object.entries(NEW).flatMap(([view, sql]) => [`create view ${view} as ${sql}`, readOnly(view)]),
  ],
  down: [
    ...Object.keys(NEW).map((view) => `drop view ${view}`),
    ...again('pub_photos_photos', PHOTOS),
    ...again('pub_pipeline_runs', RUNS),
  ],
};
