import type { MigrationInterface, QueryRunner } from 'typeorm';
import { countRules } from './0006-clustering.counts.ts';
import { linkRules } from './0006-clustering.links.ts';
import { legacyColumns, legacyUnique, nameCheck, timestamps, touchTrigger } from './sql.ts';

/** Clusters, their pillars and links. Existing runs and photos keep a null cluster_id. */
export class Clustering1767225600006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, ...columns, ...clusterRules, ...countRules.up, ...linkRules.up]) {
      await runner.query(statement);
    }
    for (const table of ['clusters', 'pillar_cluster_assignments', 'cluster_links'])
      await runner.query(touchTrigger(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [...linkRules.down, ...countRules.down]) await runner.query(statement);
    await runner.query(`drop trigger tr_pipeline_runs_cluster on pipeline_runs`);
    await runner.query(`alter table photos drop column cluster_id`);
    await runner.query(`alter table pipeline_runs drop column cluster_id`);
    for (const table of ['cluster_links', 'pillar_cluster_assignments', 'clusters'])
      await runner.query(`drop table ${table}`);
    await runner.query(`drop function adopt_cluster_persona()`);
    await runner.query(`drop function keep_cluster_persona()`);
  }
}

const tables = [
  `create table clusters (
    id uuid constraint pk_clusters primary key,
    persona_id uuid not null constraint fk_clusters_persona references personas (id) on delete restrict,
    name text not null,
    status text not null default 'active',
    ai_prompt text,
    photos_count int not null default 0,
    runs_count int not null default 0,
    ${legacyColumns},
    ${timestamps},
    ${nameCheck('clusters')},
    constraint uq_clusters_name unique (persona_id, name),
    constraint uq_clusters_id_persona unique (id, persona_id),
    constraint ck_clusters_status check (status in ('draft', 'active', 'archived')),
    constraint ck_clusters_counts check (photos_count >= 0 and runs_count >= 0),
    ${legacyUnique('clusters')})`,
  `create index ix_clusters_persona on clusters (persona_id, created_at, id)`,
  `create table pillar_cluster_assignments (
    pillar_id uuid not null,
    cluster_id uuid not null,
    persona_id uuid not null,
    is_primary boolean not null default false,
    notes text,
    ${legacyColumns},
    ${timestamps},
    constraint pk_pillar_cluster_assignments primary key (pillar_id, cluster_id),
    constraint fk_pillar_cluster_assignments_pillar foreign key (pillar_id, persona_id)
      references content_pillars (id, persona_id) on delete cascade,
    constraint fk_pillar_cluster_assignments_cluster foreign key (cluster_id, persona_id)
      references clusters (id, persona_id) on delete cascade,
    ${legacyUnique('pillar_cluster_assignments')})`,
  `create index ix_pillar_cluster_assignments_cluster on pillar_cluster_assignments (cluster_id)`,
  `create unique index uq_pillar_cluster_assignments_primary on pillar_cluster_assignments (cluster_id) where is_primary`,
  `create table cluster_links (
    run_id uuid constraint pk_cluster_links primary key
      constraint fk_cluster_links_run references pipeline_runs (id) on delete cascade,
    cluster_id uuid constraint fk_cluster_links_cluster references clusters (id) on delete set null,
    candidate_id uuid constraint fk_cluster_links_candidate references image_candidates (id) on delete set null,
    photo_id uuid constraint fk_cluster_links_photo references photos (id) on delete set null,
    intended_photo_id uuid,
    intended_key text,
    photo_deleted boolean not null default false,
    state text not null default 'pending',
    reason text,
    attempts int not null default 0,
    last_error text,
    next_attempt_at timestamptz(3),
    ${timestamps},
    constraint uq_cluster_links_photo unique (photo_id),
    constraint ck_cluster_links_state check (state in ('pending', 'linked', 'skipped', 'failed')),
    constraint ck_cluster_links_linked check (state <> 'linked' or photo_id is not null),
    constraint ck_cluster_links_reason check (case state
      when 'skipped' then reason in ('no_cluster', 'no_winner', 'photo_deleted') and reason is not null
      when 'failed' then reason in ('image_missing', 'image_changed', 'image_outside_roots', 'not_an_image',
        'image_too_large', 'photo_posted', 'storage_unavailable') and reason is not null
      else reason is null end))`,
  `create index ix_cluster_links_state on cluster_links (state, reason, updated_at)`,
  `create index ix_cluster_links_created on cluster_links (created_at, run_id)`,
  `create index ix_cluster_links_cluster on cluster_links (cluster_id, created_at, run_id)`,
  `create index ix_cluster_links_candidate on cluster_links (candidate_id)`,
];

const columns = [
  `alter table pipeline_runs add column cluster_id uuid,
    add constraint fk_pipeline_runs_cluster foreign key (cluster_id, persona_id)
      references clusters (id, persona_id) on delete set null (cluster_id),
    add constraint ck_pipeline_runs_cluster_persona check (cluster_id is null or persona_id is not null)`,
  `create index ix_pipeline_runs_cluster on pipeline_runs (cluster_id, created_at, id)`,
  `alter table photos add column cluster_id uuid,
    add constraint fk_photos_cluster foreign key (cluster_id, persona_id)
      references clusters (id, persona_id) on delete set null (cluster_id)`,
  `create index ix_photos_cluster on photos (cluster_id, created_at, id)`,
  `create unique index uq_photos_upload on photos (cluster_id, upload_sha256) where upload_sha256 is not null`,
];

const clusterRules = [
  `create function keep_cluster_persona() returns trigger language plpgsql as $$
   begin
     raise exception 'a cluster stays with its persona'
       using errcode = 'check_violation', constraint = 'ck_clusters_persona_fixed';
   end $$`,
  `create trigger tr_clusters_persona_fixed before update of persona_id on clusters
     for each row when (old.persona_id <> new.persona_id) execute function keep_cluster_persona()`,
  `create function adopt_cluster_persona() returns trigger language plpgsql as $$
   declare owner uuid;
   begin
     if tg_op = 'UPDATE' and old.cluster_id is not null and old.persona_id is distinct from new.persona_id then
       raise exception 'a run in a cluster keeps the cluster''s persona'
         using errcode = 'check_violation', constraint = 'ck_pipeline_runs_persona_of_cluster';
     end if;
     if new.cluster_id is not null then
       select persona_id into owner from clusters where id = new.cluster_id for key share;
       new.persona_id := coalesce(new.persona_id, owner);
       if owner <> new.persona_id then
         raise exception 'the run and its cluster have different personas'
           using errcode = 'check_violation', constraint = 'ck_pipeline_runs_persona_of_cluster';
       end if;
     end if;
     if tg_op = 'UPDATE' and old.persona_id is distinct from new.persona_id then
       if old.status = 'completed' and (old.persona_id is not null or new.cluster_id is null) then
         raise exception 'a completed run keeps its persona'
           using errcode = 'check_violation', constraint = 'ck_pipeline_runs_persona_fixed';
       end if;
     end if;
     return new;
   end $$`,
  `create trigger tr_pipeline_runs_cluster before insert or update of cluster_id, persona_id on pipeline_runs
     for each row execute function adopt_cluster_persona()`,
];
