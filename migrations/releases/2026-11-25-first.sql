-- A library of an earlier release: its schema, its queues and its rows. See README.md.
create table if not exists schema_migrations (
  name text constraint pk_schema_migrations primary key, applied_at timestamptz(3) not null default now());
begin;
create function touch_updated_at() returns trigger language plpgsql as $$
      begin new.updated_at := now(); return new; end $$;
create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only', tg_table_name
          using errcode = 'check_violation', constraint = 'ck_' || tg_table_name || '_append_only';
      end $$;
create table api_keys (
        id uuid constraint pk_api_keys primary key,
        name text not null,
        role text not null,
        hash text not null,
        last_used_at timestamptz(3),
        revoked_at timestamptz(3),
        
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
        constraint uq_api_keys_hash unique (hash),
        constraint ck_api_keys_name check (
          name = btrim(name) and char_length(name) between 1 and 200 and name !~ '[[:cntrl:]]'),
        constraint ck_api_keys_role check (role in ('viewer', 'operator', 'admin')),
        constraint ck_api_keys_hash check (hash ~ '^[0-9a-f]{64}$'));
create trigger tr_api_keys_touch before update on api_keys for each row execute function touch_updated_at();
create table audit_log (
        id uuid constraint pk_audit_log primary key,
        at timestamptz(3) not null default now(),
        actor text not null,
        action text not null,
        subject_type text not null,
        subject_id text not null,
        data jsonb not null default '{}'::jsonb);
create index ix_audit_log_subject on audit_log (subject_type, subject_id);
create index ix_audit_log_at on audit_log (at, id);
create trigger tr_audit_log_append_only before update or delete on audit_log
        for each row execute function refuse_change();
create trigger tr_audit_log_no_truncate before truncate on audit_log
        for each statement execute function refuse_change();
insert into schema_migrations (name) values ('Foundation1767225600001');
commit;
begin;
create table personas (
        id uuid constraint pk_personas primary key,
        name text not null,
        caption_config jsonb,
        hashtag_strategy jsonb,
        
  legacy_source text,
  legacy_id bigint,
        
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
        
  constraint ck_personas_name check (
    name = btrim(name) and char_length(name) between 1 and 200 and name is nfc normalized and name !~ '[[:cntrl:]]'),
        constraint ck_personas_caption_config check (jsonb_typeof(caption_config) = 'object'),
        constraint ck_personas_hashtag_strategy check (jsonb_typeof(hashtag_strategy) = 'object'),
        constraint uq_personas_legacy unique (legacy_source, legacy_id));
create unique index uq_personas_name on personas (lower(name));
create index ix_personas_created on personas (created_at, id);
create trigger tr_personas_touch before update on personas for each row execute function touch_updated_at();
insert into schema_migrations (name) values ('Personas1767225600002');
commit;
begin;
create table content_pillars (
        id uuid constraint pk_content_pillars primary key,
        persona_id uuid not null constraint fk_content_pillars_persona references personas (id) on delete restrict,
        name text not null,
        description text,
        weight numeric(5,2) not null default 0,
        active boolean not null default true,
        start_date date,
        end_date date,
        guidelines jsonb not null default '{}'::jsonb,
        target_posts_per_week int,
        priority int not null default 3,
        
  legacy_source text,
  legacy_id bigint,
        
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
        
  constraint ck_content_pillars_name check (
    name = btrim(name) and char_length(name) between 1 and 200 and name is nfc normalized and name !~ '[[:cntrl:]]'),
        constraint uq_content_pillars_name unique (persona_id, name),
        constraint uq_content_pillars_id_persona unique (id, persona_id),
        constraint ck_content_pillars_weight check (weight between 0 and 100),
        constraint ck_content_pillars_dates check (end_date > start_date),
        constraint ck_content_pillars_guidelines check (jsonb_typeof(guidelines) = 'object'),
        constraint ck_content_pillars_target check (target_posts_per_week >= 0),
        constraint ck_content_pillars_priority check (priority between 1 and 5),
        constraint uq_content_pillars_legacy unique (legacy_source, legacy_id));
create index ix_content_pillars_order on content_pillars (persona_id, priority desc, weight desc, name, id);
create trigger tr_content_pillars_touch before update on content_pillars for each row execute function touch_updated_at();
create function limit_pillar_weights() returns trigger language plpgsql as $$
      begin
        -- Two pillars at the same moment would each see only the other's old weight: the persona's row puts them in a line.
        perform 1 from personas where id = new.persona_id for no key update;
        if (select sum(weight) from content_pillars where persona_id = new.persona_id and active) > 100 then
          raise exception 'the weights of the active pillars exceed 100'
            using errcode = 'check_violation', constraint = 'ck_content_pillars_weight_sum';
        end if;
        return null;
      end $$;
create trigger tr_content_pillars_weight_sum after insert or update of weight, active, persona_id on content_pillars
        for each row when (new.active) execute function limit_pillar_weights();
insert into schema_migrations (name) values ('ContentPillars1767225600003');
commit;
begin;
create table pipelines (
    id uuid constraint pk_pipelines primary key,
    name text not null,
    description text,
    
  legacy_source text,
  legacy_id bigint,
    
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
    
  constraint ck_pipelines_name check (
    name = btrim(name) and char_length(name) between 1 and 200 and name is nfc normalized and name !~ '[[:cntrl:]]'),
    constraint uq_pipelines_legacy unique (legacy_source, legacy_id));
create table pipeline_steps (
    id uuid constraint pk_pipeline_steps primary key,
    pipeline_id uuid not null constraint fk_pipeline_steps_pipeline references pipelines (id) on delete cascade,
    name text not null,
    position int not null,
    workflow_template text not null,
    needs_run_prompt boolean not null default false,
    needs_parent_image_path boolean not null default false,
    needs_run_variables boolean not null default false,
    
  legacy_source text,
  legacy_id bigint,
    
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
    
  constraint ck_pipeline_steps_name check (
    name = btrim(name) and char_length(name) between 1 and 200 and name is nfc normalized and name !~ '[[:cntrl:]]'),
    constraint ck_pipeline_steps_position check (position >= 1),
    constraint uq_pipeline_steps_position unique (pipeline_id, position) deferrable initially deferred,
    constraint uq_pipeline_steps_legacy unique (legacy_source, legacy_id));
create table pipeline_runs (
    id uuid constraint pk_pipeline_runs primary key,
    pipeline_id uuid not null constraint fk_pipeline_runs_pipeline references pipelines (id) on delete restrict,
    persona_id uuid constraint fk_pipeline_runs_persona references personas (id) on delete restrict,
    name text not null,
    prompt text,
    target_folder text not null,
    variables jsonb not null default '{}'::jsonb,
    status text not null default 'pending',
    failure_reason text,
    completed_at timestamptz(3),
    
  legacy_source text,
  legacy_id bigint,
    
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
    
  constraint ck_pipeline_runs_name check (
    name = btrim(name) and char_length(name) between 1 and 200 and name is nfc normalized and name !~ '[[:cntrl:]]'),
    constraint ck_pipeline_runs_variables check (jsonb_typeof(variables) = 'object'),
    constraint ck_pipeline_runs_status check (status in ('pending', 'running', 'completed', 'failed')),
    constraint ck_pipeline_runs_completed_at check ((status = 'completed') = (completed_at is not null)),
    constraint ck_pipeline_runs_failure_reason check (failure_reason is null or status = 'failed'),
    constraint uq_pipeline_runs_legacy unique (legacy_source, legacy_id));
create table pipeline_run_steps (
    run_id uuid not null constraint fk_pipeline_run_steps_run references pipeline_runs (id) on delete cascade,
    step_id uuid not null constraint fk_pipeline_run_steps_step references pipeline_steps (id) on delete restrict,
    approved_at timestamptz(3),
    top_k int,
    
  legacy_source text,
  legacy_id bigint,
    
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
    constraint pk_pipeline_run_steps primary key (run_id, step_id),
    constraint ck_pipeline_run_steps_top_k check (top_k between 1 and 10000),
    constraint uq_pipeline_run_steps_legacy unique (legacy_source, legacy_id));
create table image_candidates (
    id uuid constraint pk_image_candidates primary key,
    run_id uuid not null constraint fk_image_candidates_run references pipeline_runs (id) on delete cascade,
    step_id uuid not null constraint fk_image_candidates_step references pipeline_steps (id) on delete restrict,
    parent_id uuid,
    image_path text not null,
    content_type text,
    byte_size bigint,
    sha256 text,
    width int,
    height int,
    status text not null default 'active',
    elo_score int not null default 1000,
    vote_count int not null default 0,
    failure_count int not null default 0,
    is_winner boolean not null default false,
    winner_at timestamptz(3),
    
  legacy_source text,
  legacy_id bigint,
    
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
    constraint uq_image_candidates_id_run unique (id, run_id),
    constraint fk_image_candidates_parent foreign key (parent_id, run_id)
      references image_candidates (id, run_id) on delete set null (parent_id),
    constraint ck_image_candidates_parent check (parent_id <> id),
    constraint ck_image_candidates_image_path check (char_length(image_path) between 1 and 4096),
    constraint ck_image_candidates_content_type check (content_type in ('image/png', 'image/jpeg', 'image/webp')),
    constraint ck_image_candidates_facts check (
      num_nulls(content_type, byte_size, sha256, width, height) in (0, 5) and byte_size > 0 and width > 0 and height > 0),
    constraint ck_image_candidates_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
    constraint ck_image_candidates_status check (status in ('active', 'rejected')),
    constraint ck_image_candidates_counts check (vote_count >= 0 and failure_count >= 0),
    constraint ck_image_candidates_winner check (is_winner = (winner_at is not null) and not (is_winner and status = 'rejected')),
    constraint uq_image_candidates_legacy unique (legacy_source, legacy_id));
create index ix_pipelines_created on pipelines (created_at, id);
create index ix_pipeline_runs_created on pipeline_runs (created_at, id);
create index ix_pipeline_runs_status on pipeline_runs (status, created_at, id);
create index ix_pipeline_runs_persona on pipeline_runs (persona_id, created_at, id);
create index ix_pipeline_runs_completed on pipeline_runs (id) where status = 'completed';
create index ix_pipeline_runs_pipeline on pipeline_runs (pipeline_id);
create index ix_pipeline_run_steps_step on pipeline_run_steps (step_id);
create index ix_image_candidates_run on image_candidates (run_id, created_at, id);
create index ix_image_candidates_step on image_candidates (step_id, run_id);
create index ix_image_candidates_parent on image_candidates (parent_id);
create unique index uq_image_candidates_winner on image_candidates (run_id) where is_winner;
create function keep_step_pipeline() returns trigger language plpgsql as $$
   begin
     raise exception 'a step stays in its pipeline'
       using errcode = 'check_violation', constraint = 'ck_pipeline_steps_pipeline_fixed';
   end $$;
create trigger tr_pipeline_steps_fixed before update of pipeline_id on pipeline_steps
     for each row when (old.pipeline_id <> new.pipeline_id) execute function keep_step_pipeline();
create function guard_run() returns trigger language plpgsql as $$
   begin
     if old.pipeline_id <> new.pipeline_id then
       raise exception 'a run stays with its pipeline'
         using errcode = 'check_violation', constraint = 'ck_pipeline_runs_pipeline_fixed';
     end if;
     if old.status <> new.status and (old.status, new.status) not in (
       ('pending', 'running'), ('pending', 'completed'), ('pending', 'failed'),
       ('running', 'completed'), ('running', 'failed'), ('failed', 'pending')) then
       raise exception 'a run cannot go from % to %', old.status, new.status
         using errcode = 'check_violation', constraint = 'ck_pipeline_runs_transition';
     end if;
     if old.status = 'completed' and old.completed_at <> new.completed_at then
       raise exception 'a run is completed once'
         using errcode = 'check_violation', constraint = 'ck_pipeline_runs_completed_once';
     end if;
     return new;
   end $$;
create trigger tr_pipeline_runs_guard before update on pipeline_runs
     for each row execute function guard_run();
create function require_own_step() returns trigger language plpgsql as $$
   begin
     if not exists (select 1 from pipeline_runs r join pipeline_steps s on s.pipeline_id = r.pipeline_id
                    where r.id = new.run_id and s.id = new.step_id)
       and exists (select 1 from pipeline_runs where id = new.run_id) then
       raise exception 'the step is not one of the run''s pipeline'
         using errcode = 'foreign_key_violation', constraint = 'fk_' || tg_table_name || '_step';
     end if;
     return new;
   end $$;
create trigger tr_image_candidates_step before insert or update of run_id, step_id on image_candidates
     for each row execute function require_own_step();
create trigger tr_pipeline_run_steps_step before insert or update of run_id, step_id on pipeline_run_steps
     for each row execute function require_own_step();
create function require_active_parent() returns trigger language plpgsql as $$
   begin
     -- The lock makes a rejection of the parent at the same moment wait, or us wait for it.
     perform 1 from image_candidates where id = new.parent_id and status = 'active' for share;
     if not found and exists (select 1 from image_candidates where id = new.parent_id) then
       raise exception 'the parent is rejected'
         using errcode = 'check_violation', constraint = 'ck_image_candidates_active_parent';
     end if;
     return new;
   end $$;
create trigger tr_image_candidates_active_parent before insert on image_candidates
     for each row when (new.parent_id is not null and new.status = 'active') execute function require_active_parent();
create trigger tr_pipelines_touch before update on pipelines for each row execute function touch_updated_at();
create trigger tr_pipeline_steps_touch before update on pipeline_steps for each row execute function touch_updated_at();
create trigger tr_pipeline_runs_touch before update on pipeline_runs for each row execute function touch_updated_at();
create trigger tr_pipeline_run_steps_touch before update on pipeline_run_steps for each row execute function touch_updated_at();
create trigger tr_image_candidates_touch before update on image_candidates for each row execute function touch_updated_at();
insert into schema_migrations (name) values ('Pipeline1767225600004');
commit;
begin;
create table photos (
    id uuid constraint pk_photos primary key,
    persona_id uuid not null constraint fk_photos_persona references personas (id) on delete restrict,
    image_candidate_id uuid constraint fk_photos_image_candidate references image_candidates (id) on delete set null,
    path text not null,
    upload_sha256 text,
    posted_at timestamptz(3),
    provider text,
    provider_post_id text,
    
  legacy_source text,
  legacy_id bigint,
    
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
    constraint uq_photos_image_candidate unique (image_candidate_id),
    constraint ck_photos_path check (char_length(path) between 1 and 4096),
    constraint ck_photos_upload check (
      upload_sha256 is null or (upload_sha256 ~ '^[0-9a-f]{64}$' and image_candidate_id is null)),
    constraint ck_photos_posting check (posted_at is not null or (provider is null and provider_post_id is null)),
    constraint uq_photos_legacy unique (legacy_source, legacy_id));
create table photo_objects (
    photo_id uuid not null constraint fk_photo_objects_photo references photos (id) on delete cascade,
    kind text not null,
    key text not null,
    content_type text not null,
    byte_size bigint not null,
    sha256 text not null,
    width int not null,
    height int not null,
    
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
    constraint pk_photo_objects primary key (photo_id, kind),
    constraint uq_photo_objects_key unique (key),
    constraint ck_photo_objects_kind check (kind in ('original')),
    constraint ck_photo_objects_key check (char_length(key) between 1 and 1024),
    constraint ck_photo_objects_content_type check (content_type in ('image/png', 'image/jpeg', 'image/webp')),
    constraint ck_photo_objects_facts check (byte_size > 0 and width > 0 and height > 0 and sha256 ~ '^[0-9a-f]{64}$'));
create table object_tombstones (
    key text constraint pk_object_tombstones primary key,
    not_before timestamptz(3) not null,
    reason text not null,
    
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now());
create index ix_photos_created on photos (created_at, id);
create index ix_photos_persona on photos (persona_id, created_at, id);
create index ix_photos_unposted on photos (created_at, id) where posted_at is null;
create index ix_object_tombstones_not_before on object_tombstones (not_before);
create function keep_posted_photo() returns trigger language plpgsql as $$
   begin
     raise exception 'a posted photo stays'
       using errcode = 'check_violation', constraint = 'ck_photos_posted_stays';
   end $$;
create trigger tr_photos_posted_stays before delete on photos
     for each row when (old.posted_at is not null) execute function keep_posted_photo();
create function require_original() returns trigger language plpgsql as $$
   declare photo uuid := case when tg_table_name = 'photos' then (to_jsonb(new)->>'id')::uuid else (to_jsonb(old)->>'photo_id')::uuid end;
   begin
     if exists (select 1 from photos where id = photo)
       and not exists (select 1 from photo_objects where photo_id = photo and kind = 'original') then
       raise exception 'a photo without its original'
         using errcode = 'check_violation', constraint = 'ck_photos_original';
     end if;
     return null;
   end $$;
create constraint trigger tr_photos_original after insert on photos
     deferrable initially deferred for each row execute function require_original();
create constraint trigger tr_photo_objects_original after delete or update of photo_id, kind on photo_objects
     deferrable initially deferred for each row execute function require_original();
create function keep_object_key() returns trigger language plpgsql as $$
   begin
     if exists (select 1 from object_tombstones where key = new.key) then
       raise exception 'a key is never used again'
         using errcode = 'unique_violation', constraint = 'uq_photo_objects_key';
     end if;
     return new;
   end $$;
create trigger tr_photo_objects_key before insert or update of key on photo_objects
     for each row execute function keep_object_key();
create trigger tr_photos_touch before update on photos for each row execute function touch_updated_at();
create trigger tr_photo_objects_touch before update on photo_objects for each row execute function touch_updated_at();
create trigger tr_object_tombstones_touch before update on object_tombstones for each row execute function touch_updated_at();
insert into schema_migrations (name) values ('Photos1767225600005');
commit;
begin;
create table clusters (
    id uuid constraint pk_clusters primary key,
    persona_id uuid not null constraint fk_clusters_persona references personas (id) on delete restrict,
    name text not null,
    status text not null default 'active',
    ai_prompt text,
    photos_count int not null default 0,
    runs_count int not null default 0,
    
  legacy_source text,
  legacy_id bigint,
    
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
    
  constraint ck_clusters_name check (
    name = btrim(name) and char_length(name) between 1 and 200 and name is nfc normalized and name !~ '[[:cntrl:]]'),
    constraint uq_clusters_name unique (persona_id, name),
    constraint uq_clusters_id_persona unique (id, persona_id),
    constraint ck_clusters_status check (status in ('draft', 'active', 'archived')),
    constraint ck_clusters_counts check (photos_count >= 0 and runs_count >= 0),
    constraint uq_clusters_legacy unique (legacy_source, legacy_id));
create index ix_clusters_persona on clusters (persona_id, created_at, id);
create table pillar_cluster_assignments (
    pillar_id uuid not null,
    cluster_id uuid not null,
    persona_id uuid not null,
    is_primary boolean not null default false,
    notes text,
    
  legacy_source text,
  legacy_id bigint,
    
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
    constraint pk_pillar_cluster_assignments primary key (pillar_id, cluster_id),
    constraint fk_pillar_cluster_assignments_pillar foreign key (pillar_id, persona_id)
      references content_pillars (id, persona_id) on delete cascade,
    constraint fk_pillar_cluster_assignments_cluster foreign key (cluster_id, persona_id)
      references clusters (id, persona_id) on delete cascade,
    constraint uq_pillar_cluster_assignments_legacy unique (legacy_source, legacy_id));
create index ix_pillar_cluster_assignments_cluster on pillar_cluster_assignments (cluster_id);
create unique index uq_pillar_cluster_assignments_primary on pillar_cluster_assignments (cluster_id) where is_primary;
create table cluster_links (
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
    
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
    constraint uq_cluster_links_photo unique (photo_id),
    constraint ck_cluster_links_state check (state in ('pending', 'linked', 'skipped', 'failed')),
    constraint ck_cluster_links_linked check (state <> 'linked' or photo_id is not null),
    constraint ck_cluster_links_reason check (case state
      when 'skipped' then reason in ('no_cluster', 'no_winner', 'photo_deleted') and reason is not null
      when 'failed' then reason in ('image_missing', 'image_changed', 'image_outside_roots', 'not_an_image',
        'image_too_large', 'photo_posted', 'storage_unavailable') and reason is not null
      else reason is null end));
create index ix_cluster_links_state on cluster_links (state, reason, updated_at);
create index ix_cluster_links_created on cluster_links (created_at, run_id);
create index ix_cluster_links_cluster on cluster_links (cluster_id, created_at, run_id);
create index ix_cluster_links_candidate on cluster_links (candidate_id);
alter table pipeline_runs add column cluster_id uuid,
    add constraint fk_pipeline_runs_cluster foreign key (cluster_id, persona_id)
      references clusters (id, persona_id) on delete set null (cluster_id),
    add constraint ck_pipeline_runs_cluster_persona check (cluster_id is null or persona_id is not null);
create index ix_pipeline_runs_cluster on pipeline_runs (cluster_id, created_at, id);
alter table photos add column cluster_id uuid,
    add constraint fk_photos_cluster foreign key (cluster_id, persona_id)
      references clusters (id, persona_id) on delete set null (cluster_id);
create index ix_photos_cluster on photos (cluster_id, created_at, id);
create unique index uq_photos_upload on photos (cluster_id, upload_sha256) where upload_sha256 is not null;
create function keep_cluster_persona() returns trigger language plpgsql as $$
   begin
     raise exception 'a cluster stays with its persona'
       using errcode = 'check_violation', constraint = 'ck_clusters_persona_fixed';
   end $$;
create trigger tr_clusters_persona_fixed before update of persona_id on clusters
     for each row when (old.persona_id <> new.persona_id) execute function keep_cluster_persona();
create function adopt_cluster_persona() returns trigger language plpgsql as $$
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
   end $$;
create trigger tr_pipeline_runs_cluster before insert or update of cluster_id, persona_id on pipeline_runs
     for each row execute function adopt_cluster_persona();
create function count_photos_after_insert() returns trigger language plpgsql as $$
     begin
       with changes as materialized (select * from (select cluster_id, count(*)::int as n from added group by cluster_id) c where cluster_id is not null and n <> 0),
            locked as materialized (
              select id from clusters where id in (select cluster_id from changes) order by id for no key update)
       update clusters c set photos_count = c.photos_count + changes.n
       from changes join locked on locked.id = changes.cluster_id where c.id = changes.cluster_id;
       return null;
     end $$;
create trigger tr_count_photos_after_insert after insert on photos referencing new table as added
       for each statement execute function count_photos_after_insert();
create function count_photos_after_delete() returns trigger language plpgsql as $$
     begin
       with changes as materialized (select * from (select cluster_id, -count(*)::int as n from removed group by cluster_id) c where cluster_id is not null and n <> 0),
            locked as materialized (
              select id from clusters where id in (select cluster_id from changes) order by id for no key update)
       update clusters c set photos_count = c.photos_count + changes.n
       from changes join locked on locked.id = changes.cluster_id where c.id = changes.cluster_id;
       return null;
     end $$;
create trigger tr_count_photos_after_delete after delete on photos referencing old table as removed
       for each statement execute function count_photos_after_delete();
create function count_photos_after_update() returns trigger language plpgsql as $$
     begin
       with changes as materialized (select * from (select cluster_id, sum(n)::int as n from (
            select cluster_id, 1 as n from added union all select cluster_id, -1 from removed) moved group by cluster_id) c where cluster_id is not null and n <> 0),
            locked as materialized (
              select id from clusters where id in (select cluster_id from changes) order by id for no key update)
       update clusters c set photos_count = c.photos_count + changes.n
       from changes join locked on locked.id = changes.cluster_id where c.id = changes.cluster_id;
       return null;
     end $$;
create trigger tr_count_photos_after_update after update on photos referencing old table as removed new table as added
       for each statement execute function count_photos_after_update();
create function count_pipeline_runs_after_insert() returns trigger language plpgsql as $$
     begin
       with changes as materialized (select * from (select cluster_id, count(*)::int as n from added group by cluster_id) c where cluster_id is not null and n <> 0),
            locked as materialized (
              select id from clusters where id in (select cluster_id from changes) order by id for no key update)
       update clusters c set runs_count = c.runs_count + changes.n
       from changes join locked on locked.id = changes.cluster_id where c.id = changes.cluster_id;
       return null;
     end $$;
create trigger tr_count_pipeline_runs_after_insert after insert on pipeline_runs referencing new table as added
       for each statement execute function count_pipeline_runs_after_insert();
create function count_pipeline_runs_after_delete() returns trigger language plpgsql as $$
     begin
       with changes as materialized (select * from (select cluster_id, -count(*)::int as n from removed group by cluster_id) c where cluster_id is not null and n <> 0),
            locked as materialized (
              select id from clusters where id in (select cluster_id from changes) order by id for no key update)
       update clusters c set runs_count = c.runs_count + changes.n
       from changes join locked on locked.id = changes.cluster_id where c.id = changes.cluster_id;
       return null;
     end $$;
create trigger tr_count_pipeline_runs_after_delete after delete on pipeline_runs referencing old table as removed
       for each statement execute function count_pipeline_runs_after_delete();
create function count_pipeline_runs_after_update() returns trigger language plpgsql as $$
     begin
       with changes as materialized (select * from (select cluster_id, sum(n)::int as n from (
            select cluster_id, 1 as n from added union all select cluster_id, -1 from removed) moved group by cluster_id) c where cluster_id is not null and n <> 0),
            locked as materialized (
              select id from clusters where id in (select cluster_id from changes) order by id for no key update)
       update clusters c set runs_count = c.runs_count + changes.n
       from changes join locked on locked.id = changes.cluster_id where c.id = changes.cluster_id;
       return null;
     end $$;
create trigger tr_count_pipeline_runs_after_update after update on pipeline_runs referencing old table as removed new table as added
       for each statement execute function count_pipeline_runs_after_update();
create function reopen_link_for_winner() returns trigger language plpgsql as $$
     begin
       update cluster_links set state = 'pending', reason = null, attempts = 0, last_error = null, next_attempt_at = null, photo_deleted = false where run_id = new.run_id;
       return null;
     end $$;
create trigger tr_image_candidates_link after update of is_winner on image_candidates
       for each row when (old.is_winner is distinct from new.is_winner) execute function reopen_link_for_winner();
create function reopen_link_for_cluster() returns trigger language plpgsql as $$
     begin
       update cluster_links set state = 'pending', reason = null, attempts = 0, last_error = null, next_attempt_at = null, cluster_id = new.cluster_id where run_id = new.id;
       return null;
     end $$;
create trigger tr_pipeline_runs_link after update of cluster_id on pipeline_runs
       for each row when (old.cluster_id is distinct from new.cluster_id) execute function reopen_link_for_cluster();
create function remember_deleted_photo() returns trigger language plpgsql as $$
     declare own boolean;
     begin
       -- A link that replaces its photo lets go of the old one first, so only a person's deletion finds a row here.
       -- Only the photo of the present winner counts as declined; one of a former winner was about to go anyway.
       own := exists (select 1 from image_candidates where id = old.image_candidate_id and is_winner);
       update cluster_links
       set photo_id = null, photo_deleted = own,
           state = case when own and state = 'linked' then 'skipped'
                        when not own and (state = 'linked' or reason = 'photo_posted') then 'pending' else state end,
           reason = case when own and state = 'linked' then 'photo_deleted'
                         when not own and reason = 'photo_posted' then null else reason end
       where photo_id = old.id;
       return old;
     end $$;
create trigger tr_photos_deleted before delete on photos for each row execute function remember_deleted_photo();
create function bury_intended_key() returns trigger language plpgsql as $$
     begin
       -- The run was deleted while its winner was on its way to the store.
       insert into object_tombstones (key, not_before, reason)
       values (old.intended_key, now() + interval '7 days', 'run_deleted') on conflict do nothing;
       return old;
     end $$;
create trigger tr_cluster_links_intended before delete on cluster_links
       for each row when (old.intended_key is not null) execute function bury_intended_key();
create trigger tr_clusters_touch before update on clusters for each row execute function touch_updated_at();
create trigger tr_pillar_cluster_assignments_touch before update on pillar_cluster_assignments for each row execute function touch_updated_at();
create trigger tr_cluster_links_touch before update on cluster_links for each row execute function touch_updated_at();
insert into schema_migrations (name) values ('Clustering1767225600006');
commit;
begin;
create function open_link() returns trigger language plpgsql as $$
      begin
        insert into cluster_links (run_id, cluster_id, candidate_id)
        values (new.id, new.cluster_id, (select id from image_candidates where run_id = new.id and is_winner))
        on conflict do nothing;
        return null;
      end $$;
create function reopen_link_for_unposting() returns trigger language plpgsql as $$
      begin
        -- What stood in the way of another winner does so no longer.
        update cluster_links set state = 'pending', reason = null, attempts = 0, last_error = null
        where photo_id = new.id and state = 'failed' and reason = 'photo_posted';
        return null;
      end $$;
create trigger tr_photos_unposted after update of posted_at on photos
        for each row when (old.posted_at is not null and new.posted_at is null) execute function reopen_link_for_unposting();
create trigger tr_pipeline_runs_completed after update of status on pipeline_runs
        for each row when (new.status = 'completed' and old.status <> 'completed') execute function open_link();
insert into schema_migrations (name) values ('LinksFromCompletion1767225600007');
commit;
begin;
create index ix_audit_log_actor on audit_log (actor, at, id);
insert into schema_migrations (name) values ('AuditByActor1767225600008');
commit;
begin;
alter table image_candidates add constraint uq_image_candidates_id_run_step unique (id, run_id, step_id);
create index ix_image_candidates_turn on image_candidates (run_id, step_id, vote_count, id) where status = 'active';
create index ix_image_candidates_partner on image_candidates (run_id, step_id, vote_count, elo_score, id)
     where status = 'active';
create table votes (
    id uuid constraint pk_votes primary key,
    sequence bigint generated always as identity constraint uq_votes_sequence unique,
    run_id uuid not null constraint fk_votes_run references pipeline_runs (id) on delete cascade,
    step_id uuid not null,
    candidate_a uuid not null,
    candidate_b uuid not null,
    outcome text not null,
    score_a int not null,
    score_b int not null,
    delta_a int not null,
    delta_b int not null,
    actor text not null,
    undone_at timestamptz(3),
    
  legacy_source text,
  legacy_id bigint,
    
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
    constraint fk_votes_candidate_a foreign key (candidate_a, run_id, step_id)
      references image_candidates (id, run_id, step_id) on delete cascade,
    constraint fk_votes_candidate_b foreign key (candidate_b, run_id, step_id)
      references image_candidates (id, run_id, step_id) on delete cascade,
    constraint ck_votes_candidates check (candidate_a <> candidate_b),
    constraint ck_votes_outcome check (outcome in ('a', 'b', 'draw')),
    constraint uq_votes_legacy unique (legacy_source, legacy_id));
create unique index uq_votes_pair on votes (run_id, least(candidate_a, candidate_b), greatest(candidate_a, candidate_b))
     where undone_at is null;
create index ix_votes_run on votes (run_id, sequence);
create index ix_votes_candidate_a on votes (candidate_a);
create index ix_votes_candidate_b on votes (candidate_b);
create table run_tallies (
    run_id uuid constraint pk_run_tallies primary key
      constraint fk_run_tallies_run references pipeline_runs (id) on delete cascade,
    votes_cast int not null default 0,
    active_candidates int not null default 0,
    
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
    constraint ck_run_tallies_counts check (votes_cast >= 0 and active_candidates >= 0));
insert into run_tallies (run_id, active_candidates) overriding system value
     select run_id, count(*) from image_candidates where status = 'active' group by run_id;
create function keep_vote() returns trigger language plpgsql as $$
   begin
     -- Votes go with their run (a cascade is deeper than one), and are taken back once; nothing else ever happens to them.
     if tg_op = 'DELETE' and pg_trigger_depth() > 1 then return old; end if;
     if tg_op = 'UPDATE' and old.undone_at is null and new.undone_at is not null
       and (to_jsonb(new) - '{undone_at,updated_at}'::text[]) = (to_jsonb(old) - '{undone_at,updated_at}'::text[]) then
       return new;
     end if;
     raise exception 'votes are append-only'
       using errcode = 'check_violation', constraint = 'ck_votes_append_only';
   end $$;
create trigger tr_votes_append_only before update or delete on votes for each row execute function keep_vote();
create trigger tr_votes_no_truncate before truncate on votes for each statement execute function refuse_change();
create trigger tr_image_candidates_lifted before update of status on image_candidates
     for each row when (new.status = 'active' and old.status = 'rejected' and new.parent_id is not null)
     execute function require_active_parent();
create function reject_whole_branch() returns trigger language plpgsql as $$
   begin
     if exists (select 1 from image_candidates where parent_id = new.id and status = 'active')
       and exists (select 1 from image_candidates where id = new.id and status = 'rejected') then
       raise exception 'a rejected candidate has an active child'
         using errcode = 'check_violation', constraint = 'ck_image_candidates_branch';
     end if;
     return null;
   end $$;
create constraint trigger tr_image_candidates_branch after update of status on image_candidates
     deferrable initially deferred for each row when (new.status = 'rejected') execute function reject_whole_branch();
create function tally_votes_after_insert() returns trigger language plpgsql as $$
     begin
       insert into run_tallies (run_id) select c.run_id from (select run_id, count(*)::int as n from added where undone_at is null group by run_id) c join pipeline_runs r on r.id = c.run_id
         where n > 0 on conflict do nothing;
       update run_tallies t set votes_cast = t.votes_cast + c.n from (select run_id, count(*)::int as n from added where undone_at is null group by run_id) c where t.run_id = c.run_id and c.n <> 0;
       return null;
     end $$;
create trigger tr_tally_votes_after_insert after insert on votes referencing new table as added
       for each statement execute function tally_votes_after_insert();
create function tally_votes_after_delete() returns trigger language plpgsql as $$
     begin
       insert into run_tallies (run_id) select c.run_id from (select run_id, -count(*)::int as n from removed where undone_at is null group by run_id) c join pipeline_runs r on r.id = c.run_id
         where n > 0 on conflict do nothing;
       update run_tallies t set votes_cast = t.votes_cast + c.n from (select run_id, -count(*)::int as n from removed where undone_at is null group by run_id) c where t.run_id = c.run_id and c.n <> 0;
       return null;
     end $$;
create trigger tr_tally_votes_after_delete after delete on votes referencing old table as removed
       for each statement execute function tally_votes_after_delete();
create function tally_votes_after_update() returns trigger language plpgsql as $$
     begin
       insert into run_tallies (run_id) select c.run_id from (select run_id, sum(n)::int as n from (select run_id, count(*)::int as n from added where undone_at is null group by run_id union all select run_id, -count(*)::int as n from removed where undone_at is null group by run_id) moved group by run_id) c join pipeline_runs r on r.id = c.run_id
         where n > 0 on conflict do nothing;
       update run_tallies t set votes_cast = t.votes_cast + c.n from (select run_id, sum(n)::int as n from (select run_id, count(*)::int as n from added where undone_at is null group by run_id union all select run_id, -count(*)::int as n from removed where undone_at is null group by run_id) moved group by run_id) c where t.run_id = c.run_id and c.n <> 0;
       return null;
     end $$;
create trigger tr_tally_votes_after_update after update on votes referencing old table as removed new table as added
       for each statement execute function tally_votes_after_update();
create function tally_image_candidates_after_insert() returns trigger language plpgsql as $$
     begin
       insert into run_tallies (run_id) select c.run_id from (select run_id, count(*)::int as n from added where status = 'active' group by run_id) c join pipeline_runs r on r.id = c.run_id
         where n > 0 on conflict do nothing;
       update run_tallies t set active_candidates = t.active_candidates + c.n from (select run_id, count(*)::int as n from added where status = 'active' group by run_id) c where t.run_id = c.run_id and c.n <> 0;
       return null;
     end $$;
create trigger tr_tally_image_candidates_after_insert after insert on image_candidates referencing new table as added
       for each statement execute function tally_image_candidates_after_insert();
create function tally_image_candidates_after_delete() returns trigger language plpgsql as $$
     begin
       insert into run_tallies (run_id) select c.run_id from (select run_id, -count(*)::int as n from removed where status = 'active' group by run_id) c join pipeline_runs r on r.id = c.run_id
         where n > 0 on conflict do nothing;
       update run_tallies t set active_candidates = t.active_candidates + c.n from (select run_id, -count(*)::int as n from removed where status = 'active' group by run_id) c where t.run_id = c.run_id and c.n <> 0;
       return null;
     end $$;
create trigger tr_tally_image_candidates_after_delete after delete on image_candidates referencing old table as removed
       for each statement execute function tally_image_candidates_after_delete();
create function tally_image_candidates_after_update() returns trigger language plpgsql as $$
     begin
       insert into run_tallies (run_id) select c.run_id from (select run_id, sum(n)::int as n from (select run_id, count(*)::int as n from added where status = 'active' group by run_id union all select run_id, -count(*)::int as n from removed where status = 'active' group by run_id) moved group by run_id) c join pipeline_runs r on r.id = c.run_id
         where n > 0 on conflict do nothing;
       update run_tallies t set active_candidates = t.active_candidates + c.n from (select run_id, sum(n)::int as n from (select run_id, count(*)::int as n from added where status = 'active' group by run_id union all select run_id, -count(*)::int as n from removed where status = 'active' group by run_id) moved group by run_id) c where t.run_id = c.run_id and c.n <> 0;
       return null;
     end $$;
create trigger tr_tally_image_candidates_after_update after update on image_candidates referencing old table as removed new table as added
       for each statement execute function tally_image_candidates_after_update();
create trigger tr_votes_touch before update on votes for each row execute function touch_updated_at();
create trigger tr_run_tallies_touch before update on run_tallies for each row execute function touch_updated_at();
insert into schema_migrations (name) values ('Voting1767225600009');
commit;
begin;
create table idempotency_keys (
        holder_id uuid not null constraint fk_idempotency_keys_holder references api_keys (id) on delete cascade,
        method text not null,
        path text not null,
        key text not null,
        body_sha256 text not null,
        status int not null,
        answer bytea not null,
        
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
        constraint pk_idempotency_keys primary key (holder_id, method, path, key),
        constraint ck_idempotency_keys_key check (char_length(key) between 1 and 200),
        constraint ck_idempotency_keys_status check (status between 200 and 499));
create index ix_idempotency_keys_created on idempotency_keys (created_at);
create trigger tr_idempotency_keys_touch before update on idempotency_keys for each row execute function touch_updated_at();
insert into schema_migrations (name) values ('Idempotency1767225600010');
commit;
begin;
create table backfill_changes (
        plan uuid not null,
        line int not null,
        change text not null,
        subject_id uuid not null,
        before jsonb,
        after jsonb,
        reverted_at timestamptz(3),
        
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
        constraint pk_backfill_changes primary key (plan, line),
        constraint ck_backfill_changes_change check (change in ('cluster.create', 'run.update', 'run.link')),
        constraint ck_backfill_changes_line check (line >= 1));
create trigger tr_backfill_changes_touch before update on backfill_changes for each row execute function touch_updated_at();
create or replace function adopt_cluster_persona() returns trigger language plpgsql as $$
  declare owner uuid;
  begin
    if tg_op = 'UPDATE' and old.cluster_id is not null and old.persona_id is distinct from new.persona_id and coalesce(current_setting('trellis.backfill', true), '') <> 'on' then
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
    if tg_op = 'UPDATE' and old.persona_id is distinct from new.persona_id and coalesce(current_setting('trellis.backfill', true), '') <> 'on' then
      if old.status = 'completed' and (old.persona_id is not null or new.cluster_id is null) then
        raise exception 'a completed run keeps its persona'
          using errcode = 'check_violation', constraint = 'ck_pipeline_runs_persona_fixed';
      end if;
    end if;
    return new;
  end $$;
insert into schema_migrations (name) values ('Backfill1767225600011');
commit;
BEGIN;
    SET LOCAL lock_timeout = 30000;
    SET LOCAL idle_in_transaction_session_timeout = 30000;
    SELECT pg_advisory_xact_lock(('x' || encode(sha224((current_database() || '.pgboss.pgboss')::bytea), 'hex'))::bit(64)::bigint);
CREATE SCHEMA IF NOT EXISTS pgboss;

    CREATE TYPE pgboss.job_state AS ENUM (
      'created',
      'retry',
      'active',
      'completed',
      'cancelled',
      'failed'
    )
  ;

    CREATE FUNCTION pgboss.job_now()
    RETURNS timestamp with time zone AS
    $$
      SELECT pg_catalog.now();
    $$
    LANGUAGE sql STABLE;
  ;

    CREATE TABLE pgboss.version (
      version int primary key,
      cron_on timestamp with time zone,
      bam_on timestamp with time zone,
      flow_on timestamp with time zone,
      reindex_on timestamp with time zone,
      monitor_backoff_on timestamp with time zone
    )
  ;

    CREATE TABLE pgboss.queue (
      name text NOT NULL,
      policy text NOT NULL,
      retry_limit int NOT NULL,
      retry_delay int NOT NULL,
      retry_backoff bool NOT NULL,
      retry_delay_max int,
      expire_seconds int NOT NULL,
      retention_seconds int NOT NULL,
      deletion_seconds int NOT NULL,
      dead_letter text REFERENCES pgboss.queue (name) CHECK (dead_letter IS DISTINCT FROM name),
      partition bool NOT NULL,
      table_name text NOT NULL,
      deferred_count int NOT NULL default 0,
      blocked_count int NOT NULL default 0,
      queued_count int NOT NULL default 0,
      ready_count int NOT NULL default 0,
      warning_queued int NOT NULL default 0,
      active_count int NOT NULL default 0,
      failed_count int NOT NULL default 0,
      total_count int NOT NULL default 0,
      retained_count int,
      retained_on timestamp with time zone,
      created_delta int NOT NULL default 0,
      completed_delta int NOT NULL default 0,
      failed_delta int NOT NULL default 0,
      delta_on timestamp with time zone,
      delta_seconds int,
      wait_bins int[],
      run_bins int[],
      ready_oldest_seconds int,
      ready_history int[] NOT NULL default '{}',
      heartbeat_seconds int,
      notify bool NOT NULL DEFAULT false,
      singletons_active text[],
      monitor_claim_on timestamp with time zone,
      monitor_on timestamp with time zone,
      maintain_on timestamp with time zone,
      created_on timestamp with time zone not null default now(),
      updated_on timestamp with time zone not null default now(),
      PRIMARY KEY (name)
    )
  ;

    CREATE TABLE pgboss.schedule (
      name text REFERENCES pgboss.queue ON DELETE CASCADE,
      key text not null DEFAULT '',
      kind text not null DEFAULT 'cron' CHECK (kind IN ('cron', 'rrule')),
      cron text not null,
      timezone text DEFAULT 'UTC',
      data jsonb,
      options jsonb,
      created_on timestamp with time zone not null default now(),
      updated_on timestamp with time zone not null default now(),
      last_job_id uuid,
      PRIMARY KEY (name, key)
    )
  ;

    CREATE TABLE pgboss.subscription (
      event text not null,
      name text not null REFERENCES pgboss.queue ON DELETE CASCADE,
      created_on timestamp with time zone not null default now(),
      updated_on timestamp with time zone not null default now(),
      PRIMARY KEY(event, name)
    )
  ;

    CREATE TABLE pgboss.bam (
      id uuid PRIMARY KEY default gen_random_uuid(),
      name text NOT NULL,
      version int NOT NULL,
      status text NOT NULL DEFAULT 'pending',
      queue text,
      table_name text NOT NULL,
      command text NOT NULL,
      error text,
      created_on timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
      started_on timestamp with time zone,
      completed_on timestamp with time zone
    )
  ;

    CREATE FUNCTION pgboss.job_table_format(command text, table_name text)
    RETURNS text AS
    $$
      SELECT format(
        regexp_replace(
          regexp_replace(command, '\.job\y', '.%1$I', 'g'),
          '\yjob_i(\d+)', '%1$s_i\1', 'g'
        ),
        table_name
      );
    $$
    LANGUAGE sql IMMUTABLE;
  ;

    CREATE FUNCTION pgboss.job_table_run(command text, tbl_name text DEFAULT NULL, queue_name text DEFAULT NULL)
    RETURNS VOID AS
    $$
    DECLARE
      tbl RECORD;
    BEGIN
      IF queue_name IS NOT NULL THEN
        SELECT table_name INTO tbl_name FROM pgboss.queue WHERE name = queue_name;
      END IF;

      IF tbl_name IS NOT NULL THEN
        EXECUTE pgboss.job_table_format(command, tbl_name);
        RETURN;
      END IF;

      EXECUTE pgboss.job_table_format(command, 'job_common');

      FOR tbl IN SELECT table_name FROM pgboss.queue WHERE partition = true
      LOOP
        EXECUTE pgboss.job_table_format(command, tbl.table_name);
      END LOOP;
    END;
    $$
    LANGUAGE plpgsql;
  ;

    CREATE FUNCTION pgboss.job_table_run_async(command_name text, version int, command text, tbl_name text DEFAULT NULL, queue_name text DEFAULT NULL)
    RETURNS VOID AS
    $$
    BEGIN
      IF queue_name IS NOT NULL THEN
        SELECT table_name INTO tbl_name FROM pgboss.queue WHERE name = queue_name;
      END IF;

      IF tbl_name IS NOT NULL THEN
        INSERT INTO pgboss.bam (name, version, status, queue, table_name, command)
        VALUES (
          command_name,
          version,
          'pending',
          queue_name,
          tbl_name,
          pgboss.job_table_format(command, tbl_name)
        );
        RETURN;
      END IF;

      INSERT INTO pgboss.bam (name, version, status, queue, table_name, command)
      SELECT
        command_name,
        version,
        'pending',
        NULL,
        'job_common',
        pgboss.job_table_format(command, 'job_common')
      UNION ALL
      SELECT
        command_name,
        version,
        'pending',
        queue.name,
        queue.table_name,
        pgboss.job_table_format(command, queue.table_name)
      FROM pgboss.queue
      WHERE partition = true;
    END;
    $$
    LANGUAGE plpgsql;
  ;

    CREATE TABLE pgboss.job (
      id uuid not null default gen_random_uuid(),
      name text not null,
      priority integer not null default(0),
      data jsonb,
      state pgboss.job_state not null default 'created',
      retry_limit integer not null default 2,
      retry_count integer not null default 0,
      retry_delay integer not null default 0,
      retry_backoff boolean not null default false,
      retry_delay_max integer,
      expire_seconds int not null default 900,
      deletion_seconds int not null default 604800,
      singleton_key text,
      singleton_on timestamp without time zone,
      group_id text,
      group_tier text,
      start_after timestamp with time zone not null default now(),
      created_on timestamp with time zone not null default now(),
      started_on timestamp with time zone,
      completed_on timestamp with time zone,
      keep_until timestamp with time zone NOT NULL default now() + interval '1209600',
      output jsonb,
      dead_letter text,
      policy text,
      heartbeat_on timestamp with time zone,
      heartbeat_seconds int,
      blocked boolean not null default false,
      blocking boolean not null default false,
      pending_dependencies int not null default 0,
      source_name text,
      source_id uuid,
      source_created_on timestamp with time zone,
      source_retry_count int,
      source_output jsonb,
      source_root_id uuid,
      trace_context jsonb,
      upsert_by_key bool
    ) PARTITION BY LIST (name)
  ;
ALTER TABLE pgboss.job ADD PRIMARY KEY (name, id);

    CREATE TABLE pgboss.job_common (LIKE pgboss.job INCLUDING GENERATED INCLUDING DEFAULTS);

    SELECT pgboss.job_table_run($cmd$ALTER TABLE pgboss.job ADD PRIMARY KEY (name, id)$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$ALTER TABLE pgboss.job ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$ALTER TABLE pgboss.job ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE UNIQUE INDEX job_i1 ON pgboss.job (name, COALESCE(singleton_key, '')) WHERE state = 'created' AND policy = 'short'$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE UNIQUE INDEX job_i2 ON pgboss.job (name, COALESCE(singleton_key, '')) WHERE state = 'active' AND policy = 'singleton'$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE UNIQUE INDEX job_i3 ON pgboss.job (name, state, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'stately'$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE UNIQUE INDEX job_i6 ON pgboss.job (name, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'exclusive'$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE UNIQUE INDEX job_i8 ON pgboss.job (name, singleton_key) WHERE state IN ('active', 'retry', 'failed') AND policy = 'key_strict_fifo'$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE INDEX job_i10 ON pgboss.job (name, singleton_key, state DESC, created_on, id) INCLUDE (start_after) WHERE state < 'active' AND NOT blocked AND policy = 'key_strict_fifo'$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$ALTER TABLE pgboss.job ADD CONSTRAINT job_key_strict_fifo_singleton_key_check CHECK (NOT (policy = 'key_strict_fifo' AND singleton_key IS NULL))$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE UNIQUE INDEX job_i4 ON pgboss.job (name, singleton_on, COALESCE(singleton_key, '')) WHERE state <> 'cancelled' AND singleton_on IS NOT NULL$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE INDEX job_i11 ON pgboss.job (name, priority DESC, created_on, start_after) WHERE state < 'active' AND NOT blocked$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE INDEX job_i7 ON pgboss.job (name, group_id) WHERE state = 'active' AND group_id IS NOT NULL$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE INDEX job_i9 ON pgboss.job (name, id) WHERE blocking AND state = 'completed'$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE INDEX job_i12 ON pgboss.job (source_root_id) WHERE source_root_id IS NOT NULL$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE UNIQUE INDEX job_i13 ON pgboss.job (name, singleton_key) WHERE state = 'created' AND upsert_by_key$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE INDEX job_i14 ON pgboss.job (name, state, blocked, start_after) WHERE state IN ('created', 'retry', 'active', 'failed')$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE INDEX job_i15 ON pgboss.job (name, created_on)$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE INDEX job_i16 ON pgboss.job (name, completed_on) WHERE completed_on IS NOT NULL$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE INDEX job_i17 ON pgboss.job (name, singleton_key, created_on) WHERE state < 'active' AND singleton_key IS NOT NULL$cmd$, 'job_common');

    ALTER TABLE pgboss.job ATTACH PARTITION pgboss.job_common DEFAULT;
  ;

    CREATE TABLE pgboss.warning (
      id uuid PRIMARY KEY default gen_random_uuid(),
      type text NOT NULL,
      message text NOT NULL,
      data jsonb,
      created_on timestamp with time zone NOT NULL DEFAULT now()
    )
  ;
CREATE INDEX warning_i1 ON pgboss.warning (created_on DESC);

    CREATE TABLE pgboss.queue_stats (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      name text NOT NULL,
      deferred_count int NOT NULL DEFAULT 0,
      queued_count   int NOT NULL DEFAULT 0,
      ready_count    int NOT NULL DEFAULT 0,
      active_count   int NOT NULL DEFAULT 0,
      failed_count   int NOT NULL DEFAULT 0,
      total_count    int NOT NULL DEFAULT 0,
      created_delta   int,
      completed_delta int,
      failed_delta    int,
      delta_seconds   int,
      delta_on        timestamptz,
      wait_bins       int[],
      run_bins        int[],
      ready_oldest_seconds int,
      captured_on timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (id, captured_on)
    ) PARTITION BY RANGE (captured_on)
  ;
CREATE INDEX queue_stats_i1 ON pgboss.queue_stats (name, captured_on DESC) INCLUDE (deferred_count, queued_count, ready_count, active_count, failed_count, total_count);
;

    DO $$
    DECLARE
      d date;
      i int;
      part_name text;
    BEGIN
      FOR i IN 0..1 LOOP
        d := (pgboss.job_now() AT TIME ZONE 'UTC')::date + i;
        part_name := 'queue_stats_' || to_char(d, 'YYYYMMDD');
        IF NOT EXISTS (
          SELECT 1 FROM pg_class c
          JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = 'pgboss' AND c.relname = part_name
        ) THEN
          EXECUTE format(
            'CREATE TABLE pgboss.%I PARTITION OF pgboss.queue_stats FOR VALUES FROM (%L) TO (%L)',
            part_name,
            to_char(d, 'YYYY-MM-DD') || ' 00:00:00+00',
            to_char(d + 1, 'YYYY-MM-DD') || ' 00:00:00+00'
          );
        END IF;
      END LOOP;
    END;
    $$
  ;

    CREATE TABLE pgboss.job_dependency (
      child_name text NOT NULL,
      child_id uuid NOT NULL,
      parent_name text NOT NULL,
      parent_id uuid NOT NULL,
      PRIMARY KEY (child_name, child_id, parent_name, parent_id)
    )
  ;
CREATE INDEX IF NOT EXISTS job_dep_parent_idx ON pgboss.job_dependency (parent_name, parent_id);

    CREATE TABLE pgboss.instance (
      id uuid PRIMARY KEY,
      name text,
      host text NOT NULL,
      pid int NOT NULL,
      version text NOT NULL,
      node_version text NOT NULL,
      application_name text,
      heartbeat_seconds int NOT NULL,
      supervise bool NOT NULL,
      schedule bool NOT NULL,
      migrate bool NOT NULL,
      persist_queue_stats bool NOT NULL,
      persist_warnings bool NOT NULL,
      pool_max int,
      pool_total int,
      pool_idle int,
      pool_waiting int,
      workers jsonb NOT NULL DEFAULT '[]'::jsonb,
      metrics jsonb,
      config jsonb NOT NULL DEFAULT '{}'::jsonb,
      crash_restarts int NOT NULL DEFAULT 0,
      crash_restarts_since timestamptz,
      started_on timestamptz NOT NULL DEFAULT now(),
      heartbeat_on timestamptz NOT NULL DEFAULT now(),
      stopped_on timestamptz
    )
  ;

    CREATE FUNCTION pgboss.create_queue(queue_name text, options jsonb)
    RETURNS VOID AS
    $$
    DECLARE
      tablename varchar := CASE WHEN options->>'partition' = 'true'
                            THEN 'j' || encode(sha224(queue_name::bytea), 'hex')
                            ELSE 'job_common'
                            END;
      queue_created_on timestamptz;
    BEGIN

      WITH q as (
        INSERT INTO pgboss.queue (
          name,
          policy,
          retry_limit,
          retry_delay,
          retry_backoff,
          retry_delay_max,
          expire_seconds,
          retention_seconds,
          deletion_seconds,
          warning_queued,
          dead_letter,
          partition,
          table_name,
          heartbeat_seconds,
          notify,
          created_on,
          updated_on
        )
        VALUES (
          queue_name,
          options->>'policy',
          COALESCE((options->>'retryLimit')::int, 2),
          COALESCE((options->>'retryDelay')::int, 0),
          COALESCE((options->>'retryBackoff')::bool, false),
          (options->>'retryDelayMax')::int,
          COALESCE((options->>'expireInSeconds')::int, 900),
          COALESCE((options->>'retentionSeconds')::int, 1209600),
          COALESCE((options->>'deleteAfterSeconds')::int, 604800),
          COALESCE((options->>'warningQueueSize')::int, 0),
          options->>'deadLetter',
          COALESCE((options->>'partition')::bool, false),
          tablename,
          (options->>'heartbeatSeconds')::int,
          COALESCE((options->>'notify')::bool, false),
          pgboss.job_now(),
          pgboss.job_now()
        )
        ON CONFLICT DO NOTHING
        RETURNING created_on
      )
      SELECT created_on into queue_created_on from q;

      IF queue_created_on IS NULL OR options->>'partition' IS DISTINCT FROM 'true' THEN
        RETURN;
      END IF;

      EXECUTE format('CREATE TABLE pgboss.%I (LIKE pgboss.job INCLUDING DEFAULTS)', tablename);

      EXECUTE pgboss.job_table_format($cmd$ALTER TABLE pgboss.job ADD PRIMARY KEY (name, id)$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$ALTER TABLE pgboss.job ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$ALTER TABLE pgboss.job ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED$cmd$, tablename);

      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i11 ON pgboss.job (name, priority DESC, created_on, start_after) WHERE state < 'active' AND NOT blocked$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i4 ON pgboss.job (name, singleton_on, COALESCE(singleton_key, '')) WHERE state <> 'cancelled' AND singleton_on IS NOT NULL$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i7 ON pgboss.job (name, group_id) WHERE state = 'active' AND group_id IS NOT NULL$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i9 ON pgboss.job (name, id) WHERE blocking AND state = 'completed'$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i12 ON pgboss.job (source_root_id) WHERE source_root_id IS NOT NULL$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i13 ON pgboss.job (name, singleton_key) WHERE state = 'created' AND upsert_by_key$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i14 ON pgboss.job (name, state, blocked, start_after) WHERE state IN ('created', 'retry', 'active', 'failed')$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i15 ON pgboss.job (name, created_on)$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i16 ON pgboss.job (name, completed_on) WHERE completed_on IS NOT NULL$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i17 ON pgboss.job (name, singleton_key, created_on) WHERE state < 'active' AND singleton_key IS NOT NULL$cmd$, tablename);

      IF options->>'policy' = 'short' THEN
        EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i1 ON pgboss.job (name, COALESCE(singleton_key, '')) WHERE state = 'created' AND policy = 'short'$cmd$, tablename);
      ELSIF options->>'policy' = 'singleton' THEN
        EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i2 ON pgboss.job (name, COALESCE(singleton_key, '')) WHERE state = 'active' AND policy = 'singleton'$cmd$, tablename);
      ELSIF options->>'policy' = 'stately' THEN
        EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i3 ON pgboss.job (name, state, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'stately'$cmd$, tablename);
      ELSIF options->>'policy' = 'exclusive' THEN
        EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i6 ON pgboss.job (name, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'exclusive'$cmd$, tablename);
      ELSIF options->>'policy' = 'key_strict_fifo' THEN
        EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i8 ON pgboss.job (name, singleton_key) WHERE state IN ('active', 'retry', 'failed') AND policy = 'key_strict_fifo'$cmd$, tablename);
        EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i10 ON pgboss.job (name, singleton_key, state DESC, created_on, id) INCLUDE (start_after) WHERE state < 'active' AND NOT blocked AND policy = 'key_strict_fifo'$cmd$, tablename);
        EXECUTE pgboss.job_table_format($cmd$ALTER TABLE pgboss.job ADD CONSTRAINT job_key_strict_fifo_singleton_key_check CHECK (NOT (policy = 'key_strict_fifo' AND singleton_key IS NULL))$cmd$, tablename);
      END IF;

      EXECUTE format('ALTER TABLE pgboss.%I ADD CONSTRAINT cjc CHECK (name=%L)', tablename, queue_name);
      EXECUTE format('ALTER TABLE pgboss.job ATTACH PARTITION pgboss.%I FOR VALUES IN (%L)', tablename, queue_name);
    END;
    $$
    LANGUAGE plpgsql;
  ;

    CREATE FUNCTION pgboss.delete_queue(queue_name text)
    RETURNS VOID AS
    $$
    DECLARE
      v_table varchar;
      v_partition bool;
    BEGIN
      
      SELECT table_name, partition
      FROM pgboss.queue
      WHERE name = queue_name
      INTO v_table, v_partition;

      IF v_partition THEN
        EXECUTE format('DROP TABLE IF EXISTS pgboss.%I', v_table);
      ELSE
        EXECUTE format('DELETE FROM pgboss.%I WHERE name = %L', v_table, queue_name);
      END IF;
    
      DELETE FROM pgboss.queue WHERE name = queue_name;
    END;
    $$
    LANGUAGE plpgsql;
  ;
INSERT INTO pgboss.version(version) VALUES ('46');
    COMMIT;
select pgboss.create_queue('events.dead', '{"retentionSeconds":7776000,"deleteAfterSeconds":7776000,"policy":"standard"}'::jsonb);
select pgboss.create_queue('events', '{"deadLetter":"events.dead","notify":true,"retryLimit":9,"retryDelay":1,"retryBackoff":true,"retryDelayMax":600,"heartbeatSeconds":10,"expireInSeconds":900,"retentionSeconds":7776000,"deleteAfterSeconds":86400,"policy":"standard"}'::jsonb);

set session_replication_role = replica;
insert into audit_log ("id", "at", "actor", "action", "subject_type", "subject_id", "data") overriding system value
  select "id", "at", "actor", "action", "subject_type", "subject_id", "data" from jsonb_populate_recordset(null::audit_log, '[
{"at": "2026-11-28T09:16:43.71+00:00", "id": "01a22171-4f50-73ae-a3a3-f9e2bbed3eb1", "data": {"name": "admin", "role": "admin"}, "actor": "system", "action": "key.created", "subject_id": "01a22171-4f3c-70cf-b798-9f74ed815880", "subject_type": "key"},
{"at": "2026-11-28T09:16:46.809+00:00", "id": "01a22171-5b64-7700-a064-d3f41536bb83", "data": {"pillarId": "01a22171-5abe-7403-8d97-3580b74cbcd4", "personaId": "01a22171-5a4c-7553-ab0e-08f6c1607656"}, "actor": "key:admin", "action": "cluster.created", "subject_id": "01a22171-5b3d-739f-a7cd-c1490d2aa145", "subject_type": "cluster"},
{"at": "2026-11-28T09:16:47.592+00:00", "id": "01a22171-5e77-727c-9d2c-bfbaba331563", "data": {"to": "01a22171-5dd6-7651-aa4a-f4336605750b", "from": null}, "actor": "key:admin", "action": "run.winner_changed", "subject_id": "01a22171-5bd4-7502-a631-c3a492a62e95", "subject_type": "run"},
{"at": "2026-11-28T09:16:47.976+00:00", "id": "01a22171-6008-7282-ae17-a13f006048c3", "data": {"clusterId": "01a22171-5b3d-739f-a7cd-c1490d2aa145", "candidateId": "01a22171-5dd6-7651-aa4a-f4336605750b"}, "actor": "worker", "action": "photo.created", "subject_id": "01a22171-5f08-7177-8065-3f1f795bcf25", "subject_type": "photo"},
{"at": "2026-11-28T09:16:47.976+00:00", "id": "01a22171-6008-7282-ae17-a768feb4de7c", "data": {"reason": null, "photoId": "01a22171-5f08-7177-8065-3f1f795bcf25", "clusterId": "01a22171-5b3d-739f-a7cd-c1490d2aa145"}, "actor": "worker", "action": "link.linked", "subject_id": "01a22171-5bd4-7502-a631-c3a492a62e95", "subject_type": "link"},
{"at": "2026-11-28T09:16:48.125+00:00", "id": "01a22171-607f-7144-aea7-9b4c16e117d7", "data": {"pillarId": "01a22171-605e-764b-ab1e-450ee8894869", "personaId": "01a22171-5a4c-7553-ab0e-08f6c1607656"}, "actor": "key:admin", "action": "cluster.created", "subject_id": "01a22171-607a-7199-aee4-c1063cb0033e", "subject_type": "cluster"},
{"at": "2026-11-28T09:16:48.545+00:00", "id": "01a22171-6227-706f-8951-c75ea28fe040", "data": {"to": "01a22171-61a2-7609-bb11-f4698a060bf5", "from": null}, "actor": "key:admin", "action": "run.winner_changed", "subject_id": "01a22171-60a1-74f7-90a9-8b10e4830299", "subject_type": "run"},
{"at": "2026-11-28T09:16:48.641+00:00", "id": "01a22171-6285-7476-820d-56bfdbebcbde", "data": {"clusterId": "01a22171-607a-7199-aee4-c1063cb0033e", "candidateId": "01a22171-61a2-7609-bb11-f4698a060bf5"}, "actor": "worker", "action": "photo.created", "subject_id": "01a22171-6257-7049-9c69-610236a83a3c", "subject_type": "photo"},
{"at": "2026-11-28T09:16:48.641+00:00", "id": "01a22171-6286-7628-a350-9af56e9eca19", "data": {"reason": null, "photoId": "01a22171-6257-7049-9c69-610236a83a3c", "clusterId": "01a22171-607a-7199-aee4-c1063cb0033e"}, "actor": "worker", "action": "link.linked", "subject_id": "01a22171-60a1-74f7-90a9-8b10e4830299", "subject_type": "link"},
{"at": "2026-11-28T09:16:48.784+00:00", "id": "01a22171-631c-75ae-b6d4-92eda8f4340b", "data": {"pillarId": "01a22171-62e0-71ca-81d9-19e9fed1e195", "personaId": "01a22171-5a4c-7553-ab0e-08f6c1607656"}, "actor": "key:admin", "action": "cluster.created", "subject_id": "01a22171-6306-70e0-b119-4703ada2182a", "subject_type": "cluster"},
{"at": "2026-11-28T09:16:49.146+00:00", "id": "01a22171-6480-72c9-8490-2d51b5194058", "data": {"to": "01a22171-63ad-72db-8e80-93ffb7eb2ffe", "from": null}, "actor": "key:admin", "action": "run.winner_changed", "subject_id": "01a22171-637d-74cb-b190-110163fc7ba0", "subject_type": "run"},
{"at": "2026-11-28T09:16:49.275+00:00", "id": "01a22171-6501-709b-bb32-1fda3adc81de", "data": {"clusterId": "01a22171-6306-70e0-b119-4703ada2182a", "candidateId": "01a22171-63ad-72db-8e80-93ffb7eb2ffe"}, "actor": "worker", "action": "photo.created", "subject_id": "01a22171-64ae-704f-8924-97019b08d599", "subject_type": "photo"},
{"at": "2026-11-28T09:16:49.275+00:00", "id": "01a22171-6501-709b-bb32-20c3b9fa2a89", "data": {"reason": null, "photoId": "01a22171-64ae-704f-8924-97019b08d599", "clusterId": "01a22171-6306-70e0-b119-4703ada2182a"}, "actor": "worker", "action": "link.linked", "subject_id": "01a22171-637d-74cb-b190-110163fc7ba0", "subject_type": "link"},
{"at": "2026-11-28T09:16:49.392+00:00", "id": "01a22171-6575-730e-adca-1b7e7d2ef25f", "data": {"pillarId": "01a22171-6546-715e-b7e9-fc8fe925d096", "personaId": "01a22171-5a4c-7553-ab0e-08f6c1607656"}, "actor": "key:admin", "action": "cluster.created", "subject_id": "01a22171-6562-74a4-9731-ea932a2e0d83", "subject_type": "cluster"},
{"at": "2026-11-28T09:16:49.672+00:00", "id": "01a22171-668c-754d-853f-1068bb9b7bc9", "data": {"to": "01a22171-6630-768d-aa80-05bc4c13350e", "from": null}, "actor": "key:admin", "action": "run.winner_changed", "subject_id": "01a22171-659f-714d-bdde-274a63f78f39", "subject_type": "run"},
{"at": "2026-11-28T09:16:49.756+00:00", "id": "01a22171-66e0-75eb-afa2-a24f392db6f4", "data": {"clusterId": "01a22171-6562-74a4-9731-ea932a2e0d83", "candidateId": "01a22171-6630-768d-aa80-05bc4c13350e"}, "actor": "worker", "action": "photo.created", "subject_id": "01a22171-66ac-74a0-a347-c9351e938814", "subject_type": "photo"},
{"at": "2026-11-28T09:16:49.756+00:00", "id": "01a22171-66e0-75eb-afa2-a7c83995de27", "data": {"reason": null, "photoId": "01a22171-66ac-74a0-a347-c9351e938814", "clusterId": "01a22171-6562-74a4-9731-ea932a2e0d83"}, "actor": "worker", "action": "link.linked", "subject_id": "01a22171-659f-714d-bdde-274a63f78f39", "subject_type": "link"},
{"at": "2026-11-28T09:16:49.838+00:00", "id": "01a22171-672f-7110-9791-8ff9e3d51ed9", "data": {"pillarId": "01a22171-671a-7203-8948-7391596ffb66", "personaId": "01a22171-5a4c-7553-ab0e-08f6c1607656"}, "actor": "key:admin", "action": "cluster.created", "subject_id": "01a22171-672b-739e-ad81-9bfe2a2a6c33", "subject_type": "cluster"},
{"at": "2026-11-28T09:16:50.182+00:00", "id": "01a22171-688e-729e-a540-843a5030c848", "data": {"to": "01a22171-685b-7316-a2d4-31d441b0cf8a", "from": null}, "actor": "key:admin", "action": "run.winner_changed", "subject_id": "01a22171-6744-7628-a5e4-bbe05c411308", "subject_type": "run"},
{"at": "2026-11-28T09:16:50.259+00:00", "id": "01a22171-68d6-7473-9564-72a6b1f7e494", "data": {"clusterId": "01a22171-672b-739e-ad81-9bfe2a2a6c33", "candidateId": "01a22171-685b-7316-a2d4-31d441b0cf8a"}, "actor": "worker", "action": "photo.created", "subject_id": "01a22171-68c2-740f-881b-11c92491724f", "subject_type": "photo"},
{"at": "2026-11-28T09:16:50.259+00:00", "id": "01a22171-68d6-7473-9564-76abcfac0570", "data": {"reason": null, "photoId": "01a22171-68c2-740f-881b-11c92491724f", "clusterId": "01a22171-672b-739e-ad81-9bfe2a2a6c33"}, "actor": "worker", "action": "link.linked", "subject_id": "01a22171-6744-7628-a5e4-bbe05c411308", "subject_type": "link"},
{"at": "2026-11-28T09:17:01.826+00:00", "id": "01a22171-9610-7165-8782-1b29d8d09f9b", "data": {"to": "01a22171-9507-73de-8613-c143dcd2b43c", "from": null}, "actor": "key:admin", "action": "run.winner_changed", "subject_id": "01a22171-946e-7058-9d75-cc16ed97410a", "subject_type": "run"},
{"at": "2026-11-28T09:17:02.121+00:00", "id": "01a22171-9739-7417-b1aa-edade76c7bc0", "data": {"to": "01a22171-9685-74a8-8d6c-2f2549caaa7b", "from": null}, "actor": "key:admin", "action": "run.winner_changed", "subject_id": "01a22171-966c-7163-82ae-4ab6299004dd", "subject_type": "run"},
{"at": "2026-11-28T09:17:02.569+00:00", "id": "01a22171-98f3-73df-af27-f1af96c99ed1", "data": {"to": "01a22171-9862-73a0-9f18-06fe17b1049f", "from": null}, "actor": "key:admin", "action": "run.winner_changed", "subject_id": "01a22171-97c0-73e1-91cf-a9801dc0e45a", "subject_type": "run"},
{"at": "2026-11-28T09:17:02.832+00:00", "id": "01a22171-99f8-7487-bfcc-4a75e2ab4825", "data": {"provider": null, "providerPostId": null}, "actor": "key:admin", "action": "photo.posted", "subject_id": "01a22171-68c2-740f-881b-11c92491724f", "subject_type": "photo"}]');
insert into cluster_links ("run_id", "cluster_id", "candidate_id", "photo_id", "intended_photo_id", "intended_key", "photo_deleted", "state", "reason", "attempts", "last_error", "next_attempt_at", "created_at", "updated_at") overriding system value
  select "run_id", "cluster_id", "candidate_id", "photo_id", "intended_photo_id", "intended_key", "photo_deleted", "state", "reason", "attempts", "last_error", "next_attempt_at", "created_at", "updated_at" from jsonb_populate_recordset(null::cluster_links, '[
{"state": "linked", "reason": null, "run_id": "01a22171-5bd4-7502-a631-c3a492a62e95", "attempts": 1, "photo_id": "01a22171-5f08-7177-8065-3f1f795bcf25", "cluster_id": "01a22171-5b3d-739f-a7cd-c1490d2aa145", "created_at": "2026-11-28T09:16:47.627+00:00", "last_error": null, "updated_at": "2026-11-28T09:16:47.976+00:00", "candidate_id": "01a22171-5dd6-7651-aa4a-f4336605750b", "intended_key": null, "photo_deleted": false, "next_attempt_at": null, "intended_photo_id": null},
{"state": "linked", "reason": null, "run_id": "01a22171-60a1-74f7-90a9-8b10e4830299", "attempts": 1, "photo_id": "01a22171-6257-7049-9c69-610236a83a3c", "cluster_id": "01a22171-607a-7199-aee4-c1063cb0033e", "created_at": "2026-11-28T09:16:48.561+00:00", "last_error": null, "updated_at": "2026-11-28T09:16:48.641+00:00", "candidate_id": "01a22171-61a2-7609-bb11-f4698a060bf5", "intended_key": null, "photo_deleted": false, "next_attempt_at": null, "intended_photo_id": null},
{"state": "linked", "reason": null, "run_id": "01a22171-637d-74cb-b190-110163fc7ba0", "attempts": 1, "photo_id": "01a22171-64ae-704f-8924-97019b08d599", "cluster_id": "01a22171-6306-70e0-b119-4703ada2182a", "created_at": "2026-11-28T09:16:49.169+00:00", "last_error": null, "updated_at": "2026-11-28T09:16:49.275+00:00", "candidate_id": "01a22171-63ad-72db-8e80-93ffb7eb2ffe", "intended_key": null, "photo_deleted": false, "next_attempt_at": null, "intended_photo_id": null},
{"state": "linked", "reason": null, "run_id": "01a22171-659f-714d-bdde-274a63f78f39", "attempts": 1, "photo_id": "01a22171-66ac-74a0-a347-c9351e938814", "cluster_id": "01a22171-6562-74a4-9731-ea932a2e0d83", "created_at": "2026-11-28T09:16:49.688+00:00", "last_error": null, "updated_at": "2026-11-28T09:16:49.756+00:00", "candidate_id": "01a22171-6630-768d-aa80-05bc4c13350e", "intended_key": null, "photo_deleted": false, "next_attempt_at": null, "intended_photo_id": null},
{"state": "linked", "reason": null, "run_id": "01a22171-6744-7628-a5e4-bbe05c411308", "attempts": 1, "photo_id": "01a22171-68c2-740f-881b-11c92491724f", "cluster_id": "01a22171-672b-739e-ad81-9bfe2a2a6c33", "created_at": "2026-11-28T09:16:50.207+00:00", "last_error": null, "updated_at": "2026-11-28T09:16:50.259+00:00", "candidate_id": "01a22171-685b-7316-a2d4-31d441b0cf8a", "intended_key": null, "photo_deleted": false, "next_attempt_at": null, "intended_photo_id": null},
{"state": "pending", "reason": null, "run_id": "01a22171-946e-7058-9d75-cc16ed97410a", "attempts": 0, "photo_id": null, "cluster_id": "01a22171-672b-739e-ad81-9bfe2a2a6c33", "created_at": "2026-11-28T09:17:01.88+00:00", "last_error": null, "updated_at": "2026-11-28T09:17:01.88+00:00", "candidate_id": "01a22171-9507-73de-8613-c143dcd2b43c", "intended_key": null, "photo_deleted": false, "next_attempt_at": null, "intended_photo_id": null},
{"state": "pending", "reason": null, "run_id": "01a22171-966c-7163-82ae-4ab6299004dd", "attempts": 0, "photo_id": null, "cluster_id": "01a22171-672b-739e-ad81-9bfe2a2a6c33", "created_at": "2026-11-28T09:17:02.214+00:00", "last_error": null, "updated_at": "2026-11-28T09:17:02.214+00:00", "candidate_id": "01a22171-9685-74a8-8d6c-2f2549caaa7b", "intended_key": null, "photo_deleted": false, "next_attempt_at": null, "intended_photo_id": null}]');
insert into clusters ("id", "persona_id", "name", "status", "ai_prompt", "photos_count", "runs_count", "legacy_source", "legacy_id", "created_at", "updated_at") overriding system value
  select "id", "persona_id", "name", "status", "ai_prompt", "photos_count", "runs_count", "legacy_source", "legacy_id", "created_at", "updated_at" from jsonb_populate_recordset(null::clusters, '[
{"id": "01a22171-5b3d-739f-a7cd-c1490d2aa145", "name": "First cup of the day", "status": "active", "ai_prompt": null, "legacy_id": null, "created_at": "2026-11-28T09:16:46.809+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "runs_count": 1, "updated_at": "2026-11-28T09:16:47.976+00:00", "photos_count": 1, "legacy_source": null},
{"id": "01a22171-607a-7199-aee4-c1063cb0033e", "name": "Bowls and glazes", "status": "active", "ai_prompt": null, "legacy_id": null, "created_at": "2026-11-28T09:16:48.125+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "runs_count": 1, "updated_at": "2026-11-28T09:16:48.641+00:00", "photos_count": 1, "legacy_source": null},
{"id": "01a22171-6306-70e0-b119-4703ada2182a", "name": "Late autumn light", "status": "active", "ai_prompt": null, "legacy_id": null, "created_at": "2026-11-28T09:16:48.784+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "runs_count": 1, "updated_at": "2026-11-28T09:16:49.275+00:00", "photos_count": 1, "legacy_source": null},
{"id": "01a22171-6562-74a4-9731-ea932a2e0d83", "name": "Bread on the table", "status": "active", "ai_prompt": null, "legacy_id": null, "created_at": "2026-11-28T09:16:49.392+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "runs_count": 1, "updated_at": "2026-11-28T09:16:49.756+00:00", "photos_count": 1, "legacy_source": null},
{"id": "01a22171-672b-739e-ad81-9bfe2a2a6c33", "name": "The studio corner", "status": "active", "ai_prompt": null, "legacy_id": null, "created_at": "2026-11-28T09:16:49.838+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "runs_count": 5, "updated_at": "2026-11-28T09:17:02.613+00:00", "photos_count": 1, "legacy_source": null}]');
insert into content_pillars ("id", "persona_id", "name", "description", "weight", "active", "start_date", "end_date", "guidelines", "target_posts_per_week", "priority", "legacy_source", "legacy_id", "created_at", "updated_at") overriding system value
  select "id", "persona_id", "name", "description", "weight", "active", "start_date", "end_date", "guidelines", "target_posts_per_week", "priority", "legacy_source", "legacy_id", "created_at", "updated_at" from jsonb_populate_recordset(null::content_pillars, '[
{"id": "01a22171-5abe-7403-8d97-3580b74cbcd4", "name": "Everyday rituals", "active": true, "weight": 40.00, "end_date": null, "priority": 4, "legacy_id": null, "created_at": "2026-11-28T09:16:46.659+00:00", "guidelines": {}, "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "start_date": null, "updated_at": "2026-11-28T09:16:46.659+00:00", "description": null, "legacy_source": null, "target_posts_per_week": null},
{"id": "01a22171-605e-764b-ab1e-450ee8894869", "name": "Made by hand", "active": true, "weight": 25.00, "end_date": null, "priority": 3, "legacy_id": null, "created_at": "2026-11-28T09:16:48.099+00:00", "guidelines": {}, "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "start_date": null, "updated_at": "2026-11-28T09:16:48.099+00:00", "description": null, "legacy_source": null, "target_posts_per_week": null},
{"id": "01a22171-62e0-71ca-81d9-19e9fed1e195", "name": "Seasons", "active": true, "weight": 20.00, "end_date": null, "priority": 3, "legacy_id": null, "created_at": "2026-11-28T09:16:48.737+00:00", "guidelines": {}, "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "start_date": null, "updated_at": "2026-11-28T09:16:48.737+00:00", "description": null, "legacy_source": null, "target_posts_per_week": null},
{"id": "01a22171-6546-715e-b7e9-fc8fe925d096", "name": "Shared meals", "active": true, "weight": 10.00, "end_date": null, "priority": 5, "legacy_id": null, "created_at": "2026-11-28T09:16:49.351+00:00", "guidelines": {}, "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "start_date": null, "updated_at": "2026-11-28T09:16:49.351+00:00", "description": null, "legacy_source": null, "target_posts_per_week": null},
{"id": "01a22171-671a-7203-8948-7391596ffb66", "name": "Behind the picture", "active": true, "weight": 5.00, "end_date": null, "priority": 1, "legacy_id": null, "created_at": "2026-11-28T09:16:49.819+00:00", "guidelines": {}, "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "start_date": null, "updated_at": "2026-11-28T09:16:49.819+00:00", "description": null, "legacy_source": null, "target_posts_per_week": null}]');
insert into image_candidates ("id", "run_id", "step_id", "parent_id", "image_path", "content_type", "byte_size", "sha256", "width", "height", "status", "elo_score", "vote_count", "failure_count", "is_winner", "winner_at", "legacy_source", "legacy_id", "created_at", "updated_at") overriding system value
  select "id", "run_id", "step_id", "parent_id", "image_path", "content_type", "byte_size", "sha256", "width", "height", "status", "elo_score", "vote_count", "failure_count", "is_winner", "winner_at", "legacy_source", "legacy_id", "created_at", "updated_at" from jsonb_populate_recordset(null::image_candidates, '[
{"id": "01a22171-5c91-74fa-b582-7bdac8706912", "width": 640, "height": 640, "run_id": "01a22171-5bd4-7502-a631-c3a492a62e95", "sha256": "09732c1dc11c1745837bc0f1ec84259571992fe50dd13a7f8d38fdb970cafb0e", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 27939, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:16:47.319+00:00", "image_path": "/srv/trellis/candidates/01a22171-5bd4-7502-a631-c3a492a62e95/01a22171-5c91-74fa-b582-7bdac8706912.png", "updated_at": "2026-11-28T09:16:47.319+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-5e44-76b1-96c3-19bf4fe860b4", "width": 640, "height": 640, "run_id": "01a22171-5bd4-7502-a631-c3a492a62e95", "sha256": "ea9227a93843be11f0450aabd1eb67daa4ab468fd6a01c94c81de882e5d20649", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 28738, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:16:47.57+00:00", "image_path": "/srv/trellis/candidates/01a22171-5bd4-7502-a631-c3a492a62e95/01a22171-5e44-76b1-96c3-19bf4fe860b4.png", "updated_at": "2026-11-28T09:16:47.57+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-5dd6-7651-aa4a-f4336605750b", "width": 640, "height": 640, "run_id": "01a22171-5bd4-7502-a631-c3a492a62e95", "sha256": "6cb9f914d82e692791c4b1559c2931cb5c2d75b1c821af9410c31eceaefd6bcd", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 28301, "elo_score": 1000, "is_winner": true, "legacy_id": null, "parent_id": null, "winner_at": "2026-11-28T09:16:47.592+00:00", "created_at": "2026-11-28T09:16:47.494+00:00", "image_path": "/srv/trellis/candidates/01a22171-5bd4-7502-a631-c3a492a62e95/01a22171-5dd6-7651-aa4a-f4336605750b.png", "updated_at": "2026-11-28T09:16:47.592+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-60c3-7246-9ff3-00fae7b5f7ad", "width": 640, "height": 640, "run_id": "01a22171-60a1-74f7-90a9-8b10e4830299", "sha256": "f5439d96dc135befbc09cffed57b4348a35b01edec51225964bd770abcbe5513", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 28314, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:16:48.214+00:00", "image_path": "/srv/trellis/candidates/01a22171-60a1-74f7-90a9-8b10e4830299/01a22171-60c3-7246-9ff3-00fae7b5f7ad.png", "updated_at": "2026-11-28T09:16:48.214+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-610d-7682-ba10-4fa6072a9044", "width": 640, "height": 640, "run_id": "01a22171-60a1-74f7-90a9-8b10e4830299", "sha256": "5d0a4a54fbc5744caaa95f143d88d20904b5093a67a919518903717f74a0d99b", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 27079, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:16:48.31+00:00", "image_path": "/srv/trellis/candidates/01a22171-60a1-74f7-90a9-8b10e4830299/01a22171-610d-7682-ba10-4fa6072a9044.png", "updated_at": "2026-11-28T09:16:48.31+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-61a2-7609-bb11-f4698a060bf5", "width": 640, "height": 640, "run_id": "01a22171-60a1-74f7-90a9-8b10e4830299", "sha256": "b942809df5325a54f14aa0f4eb8cdb11e3253aad68aea4b1debaa7a06065316f", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 27782, "elo_score": 1000, "is_winner": true, "legacy_id": null, "parent_id": null, "winner_at": "2026-11-28T09:16:48.545+00:00", "created_at": "2026-11-28T09:16:48.461+00:00", "image_path": "/srv/trellis/candidates/01a22171-60a1-74f7-90a9-8b10e4830299/01a22171-61a2-7609-bb11-f4698a060bf5.png", "updated_at": "2026-11-28T09:16:48.545+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-6427-71f1-94d2-8e3a4ea59380", "width": 640, "height": 640, "run_id": "01a22171-637d-74cb-b190-110163fc7ba0", "sha256": "8debffcce7fdf22165ea2c045f4f427d62d79e953ae60d252cc2bc9920e68009", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 28546, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:16:49.074+00:00", "image_path": "/srv/trellis/candidates/01a22171-637d-74cb-b190-110163fc7ba0/01a22171-6427-71f1-94d2-8e3a4ea59380.png", "updated_at": "2026-11-28T09:16:49.074+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-6456-7532-b123-7aac40fe27e8", "width": 640, "height": 640, "run_id": "01a22171-637d-74cb-b190-110163fc7ba0", "sha256": "889b79f11dfc4b84679c6878d8f4eafbc9ec07e9da01de6caf9b353c21b94505", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 28367, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:16:49.123+00:00", "image_path": "/srv/trellis/candidates/01a22171-637d-74cb-b190-110163fc7ba0/01a22171-6456-7532-b123-7aac40fe27e8.png", "updated_at": "2026-11-28T09:16:49.123+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-63ad-72db-8e80-93ffb7eb2ffe", "width": 640, "height": 640, "run_id": "01a22171-637d-74cb-b190-110163fc7ba0", "sha256": "431edd577492395ae69ccb2c40f7ded86450311c4f25de5f5e8cbf378e5eda0a", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 28298, "elo_score": 1000, "is_winner": true, "legacy_id": null, "parent_id": null, "winner_at": "2026-11-28T09:16:49.146+00:00", "created_at": "2026-11-28T09:16:49.004+00:00", "image_path": "/srv/trellis/candidates/01a22171-637d-74cb-b190-110163fc7ba0/01a22171-63ad-72db-8e80-93ffb7eb2ffe.png", "updated_at": "2026-11-28T09:16:49.146+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-65c6-7721-b23b-aaf81012f53e", "width": 640, "height": 640, "run_id": "01a22171-659f-714d-bdde-274a63f78f39", "sha256": "762a03734f8848bc3eb5b2d62db3776996a58ab57f1cd6cf1533db6c69c489be", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 28001, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:16:49.509+00:00", "image_path": "/srv/trellis/candidates/01a22171-659f-714d-bdde-274a63f78f39/01a22171-65c6-7721-b23b-aaf81012f53e.png", "updated_at": "2026-11-28T09:16:49.509+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-666a-7413-832d-fa8bd75652da", "width": 640, "height": 640, "run_id": "01a22171-659f-714d-bdde-274a63f78f39", "sha256": "e498c3ccd8d93c8ac3dca4458d6bc220c4cf9ce8c31e016fda680c67b21d9b44", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 28164, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:16:49.661+00:00", "image_path": "/srv/trellis/candidates/01a22171-659f-714d-bdde-274a63f78f39/01a22171-666a-7413-832d-fa8bd75652da.png", "updated_at": "2026-11-28T09:16:49.661+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-6630-768d-aa80-05bc4c13350e", "width": 640, "height": 640, "run_id": "01a22171-659f-714d-bdde-274a63f78f39", "sha256": "59a6b2e9d01c3b1f13fdf43f067267994798b62d5b0f031bbfdd3c43d223521d", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 27760, "elo_score": 1000, "is_winner": true, "legacy_id": null, "parent_id": null, "winner_at": "2026-11-28T09:16:49.672+00:00", "created_at": "2026-11-28T09:16:49.606+00:00", "image_path": "/srv/trellis/candidates/01a22171-659f-714d-bdde-274a63f78f39/01a22171-6630-768d-aa80-05bc4c13350e.png", "updated_at": "2026-11-28T09:16:49.672+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-6794-72bd-8bba-f50e1ca97c3d", "width": 640, "height": 640, "run_id": "01a22171-6744-7628-a5e4-bbe05c411308", "sha256": "775c4395a0159bb3ad93c5052af8f24df8e10b4c3ed438226dd424a9af57d619", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 28568, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:16:49.978+00:00", "image_path": "/srv/trellis/candidates/01a22171-6744-7628-a5e4-bbe05c411308/01a22171-6794-72bd-8bba-f50e1ca97c3d.png", "updated_at": "2026-11-28T09:16:49.978+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-67ec-75b0-8c05-1f2cf893a46c", "width": 640, "height": 640, "run_id": "01a22171-6744-7628-a5e4-bbe05c411308", "sha256": "da6fea4c9232bb77e58413f044a4b462cb17c9b9c78d6c3accb23698297b2a6f", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 28458, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:16:50.059+00:00", "image_path": "/srv/trellis/candidates/01a22171-6744-7628-a5e4-bbe05c411308/01a22171-67ec-75b0-8c05-1f2cf893a46c.png", "updated_at": "2026-11-28T09:16:50.059+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-685b-7316-a2d4-31d441b0cf8a", "width": 640, "height": 640, "run_id": "01a22171-6744-7628-a5e4-bbe05c411308", "sha256": "d73a8494a2cc8acf0aee9062c8214549062a8131884328c59266798af15dc33a", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 27977, "elo_score": 1000, "is_winner": true, "legacy_id": null, "parent_id": null, "winner_at": "2026-11-28T09:16:50.182+00:00", "created_at": "2026-11-28T09:16:50.169+00:00", "image_path": "/srv/trellis/candidates/01a22171-6744-7628-a5e4-bbe05c411308/01a22171-685b-7316-a2d4-31d441b0cf8a.png", "updated_at": "2026-11-28T09:16:50.182+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-95aa-7339-88b9-bd9459c6708c", "width": 64, "height": 48, "run_id": "01a22171-946e-7058-9d75-cc16ed97410a", "sha256": "2efe2d9f7023809b963ff14b1abb6c15511423ea09c621b5744eac6d9ab9faaf", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 9299, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:17:01.762+00:00", "image_path": "/srv/trellis/candidates/01a22171-946e-7058-9d75-cc16ed97410a/01a22171-95aa-7339-88b9-bd9459c6708c.png", "updated_at": "2026-11-28T09:17:01.762+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-957f-76d7-9c5b-7945e0a8e3fd", "width": 64, "height": 48, "run_id": "01a22171-946e-7058-9d75-cc16ed97410a", "sha256": "2efe2d9f7023809b963ff14b1abb6c15511423ea09c621b5744eac6d9ab9faaf", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 9299, "elo_score": 984, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:17:01.712+00:00", "image_path": "/srv/trellis/candidates/01a22171-946e-7058-9d75-cc16ed97410a/01a22171-957f-76d7-9c5b-7945e0a8e3fd.png", "updated_at": "2026-11-28T09:17:01.785+00:00", "vote_count": 1, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-9507-73de-8613-c143dcd2b43c", "width": 64, "height": 48, "run_id": "01a22171-946e-7058-9d75-cc16ed97410a", "sha256": "2efe2d9f7023809b963ff14b1abb6c15511423ea09c621b5744eac6d9ab9faaf", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 9299, "elo_score": 1016, "is_winner": true, "legacy_id": null, "parent_id": null, "winner_at": "2026-11-28T09:17:01.826+00:00", "created_at": "2026-11-28T09:17:01.649+00:00", "image_path": "/srv/trellis/candidates/01a22171-946e-7058-9d75-cc16ed97410a/01a22171-9507-73de-8613-c143dcd2b43c.png", "updated_at": "2026-11-28T09:17:01.826+00:00", "vote_count": 1, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-96e5-73a1-b80b-ece342b4124c", "width": 64, "height": 48, "run_id": "01a22171-966c-7163-82ae-4ab6299004dd", "sha256": "2efe2d9f7023809b963ff14b1abb6c15511423ea09c621b5744eac6d9ab9faaf", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 9299, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:17:02.066+00:00", "image_path": "/srv/trellis/candidates/01a22171-966c-7163-82ae-4ab6299004dd/01a22171-96e5-73a1-b80b-ece342b4124c.png", "updated_at": "2026-11-28T09:17:02.066+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-96b8-7089-bca3-d67d22164e5a", "width": 64, "height": 48, "run_id": "01a22171-966c-7163-82ae-4ab6299004dd", "sha256": "2efe2d9f7023809b963ff14b1abb6c15511423ea09c621b5744eac6d9ab9faaf", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 9299, "elo_score": 984, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:17:02.024+00:00", "image_path": "/srv/trellis/candidates/01a22171-966c-7163-82ae-4ab6299004dd/01a22171-96b8-7089-bca3-d67d22164e5a.png", "updated_at": "2026-11-28T09:17:02.086+00:00", "vote_count": 1, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-9685-74a8-8d6c-2f2549caaa7b", "width": 64, "height": 48, "run_id": "01a22171-966c-7163-82ae-4ab6299004dd", "sha256": "2efe2d9f7023809b963ff14b1abb6c15511423ea09c621b5744eac6d9ab9faaf", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 9299, "elo_score": 1016, "is_winner": true, "legacy_id": null, "parent_id": null, "winner_at": "2026-11-28T09:17:02.121+00:00", "created_at": "2026-11-28T09:17:01.977+00:00", "image_path": "/srv/trellis/candidates/01a22171-966c-7163-82ae-4ab6299004dd/01a22171-9685-74a8-8d6c-2f2549caaa7b.png", "updated_at": "2026-11-28T09:17:02.121+00:00", "vote_count": 1, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-9834-75a1-bbba-0cc704156f73", "width": 64, "height": 48, "run_id": "01a22171-97c0-73e1-91cf-a9801dc0e45a", "sha256": "2efe2d9f7023809b963ff14b1abb6c15511423ea09c621b5744eac6d9ab9faaf", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 9299, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:17:02.408+00:00", "image_path": "/srv/trellis/candidates/01a22171-97c0-73e1-91cf-a9801dc0e45a/01a22171-9834-75a1-bbba-0cc704156f73.png", "updated_at": "2026-11-28T09:17:02.408+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-988d-7283-99ec-5da6f55c083c", "width": 64, "height": 48, "run_id": "01a22171-97c0-73e1-91cf-a9801dc0e45a", "sha256": "2efe2d9f7023809b963ff14b1abb6c15511423ea09c621b5744eac6d9ab9faaf", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 9299, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:17:02.506+00:00", "image_path": "/srv/trellis/candidates/01a22171-97c0-73e1-91cf-a9801dc0e45a/01a22171-988d-7283-99ec-5da6f55c083c.png", "updated_at": "2026-11-28T09:17:02.546+00:00", "vote_count": 1, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-9862-73a0-9f18-06fe17b1049f", "width": 64, "height": 48, "run_id": "01a22171-97c0-73e1-91cf-a9801dc0e45a", "sha256": "2efe2d9f7023809b963ff14b1abb6c15511423ea09c621b5744eac6d9ab9faaf", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 9299, "elo_score": 1000, "is_winner": true, "legacy_id": null, "parent_id": null, "winner_at": "2026-11-28T09:17:02.569+00:00", "created_at": "2026-11-28T09:17:02.449+00:00", "image_path": "/srv/trellis/candidates/01a22171-97c0-73e1-91cf-a9801dc0e45a/01a22171-9862-73a0-9f18-06fe17b1049f.png", "updated_at": "2026-11-28T09:17:02.569+00:00", "vote_count": 1, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-9926-7266-a262-6ac07736d39c", "width": 64, "height": 48, "run_id": "01a22171-9915-72e1-8fe0-7459a253bd79", "sha256": "2efe2d9f7023809b963ff14b1abb6c15511423ea09c621b5744eac6d9ab9faaf", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 9299, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:17:02.641+00:00", "image_path": "/srv/trellis/candidates/01a22171-9915-72e1-8fe0-7459a253bd79/01a22171-9926-7266-a262-6ac07736d39c.png", "updated_at": "2026-11-28T09:17:02.641+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-9950-73d8-b1d5-bb8cbc38dbdd", "width": 64, "height": 48, "run_id": "01a22171-9915-72e1-8fe0-7459a253bd79", "sha256": "2efe2d9f7023809b963ff14b1abb6c15511423ea09c621b5744eac6d9ab9faaf", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 9299, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:17:02.691+00:00", "image_path": "/srv/trellis/candidates/01a22171-9915-72e1-8fe0-7459a253bd79/01a22171-9950-73d8-b1d5-bb8cbc38dbdd.png", "updated_at": "2026-11-28T09:17:02.691+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null},
{"id": "01a22171-9995-7011-b1eb-a534a4b39b23", "width": 64, "height": 48, "run_id": "01a22171-9915-72e1-8fe0-7459a253bd79", "sha256": "2efe2d9f7023809b963ff14b1abb6c15511423ea09c621b5744eac6d9ab9faaf", "status": "active", "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "byte_size": 9299, "elo_score": 1000, "is_winner": false, "legacy_id": null, "parent_id": null, "winner_at": null, "created_at": "2026-11-28T09:17:02.752+00:00", "image_path": "/srv/trellis/candidates/01a22171-9915-72e1-8fe0-7459a253bd79/01a22171-9995-7011-b1eb-a534a4b39b23.png", "updated_at": "2026-11-28T09:17:02.752+00:00", "vote_count": 0, "content_type": "image/png", "failure_count": 0, "legacy_source": null}]');
insert into personas ("id", "name", "caption_config", "hashtag_strategy", "legacy_source", "legacy_id", "created_at", "updated_at") overriding system value
  select "id", "name", "caption_config", "hashtag_strategy", "legacy_source", "legacy_id", "created_at", "updated_at" from jsonb_populate_recordset(null::personas, '[
{"id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "name": "Quiet Table (demo)", "legacy_id": null, "created_at": "2026-11-28T09:16:46.548+00:00", "updated_at": "2026-11-28T09:16:46.548+00:00", "legacy_source": null, "caption_config": {"tone": "warm", "style": "conversational", "maxLength": 600}, "hashtag_strategy": {"maxTags": 8, "brandTags": ["quiettable"]}}]');
insert into photo_objects ("photo_id", "kind", "key", "content_type", "byte_size", "sha256", "width", "height", "created_at", "updated_at") overriding system value
  select "photo_id", "kind", "key", "content_type", "byte_size", "sha256", "width", "height", "created_at", "updated_at" from jsonb_populate_recordset(null::photo_objects, '[
{"key": "photos/01a22171-5f08-7177-8065-3f1f795bcf25/6cb9f914d82e692791c4b1559c2931cb5c2d75b1c821af9410c31eceaefd6bcd.png", "kind": "original", "width": 640, "height": 640, "sha256": "6cb9f914d82e692791c4b1559c2931cb5c2d75b1c821af9410c31eceaefd6bcd", "photo_id": "01a22171-5f08-7177-8065-3f1f795bcf25", "byte_size": 28301, "created_at": "2026-11-28T09:16:47.976+00:00", "updated_at": "2026-11-28T09:16:47.976+00:00", "content_type": "image/png"},
{"key": "photos/01a22171-6257-7049-9c69-610236a83a3c/b942809df5325a54f14aa0f4eb8cdb11e3253aad68aea4b1debaa7a06065316f.png", "kind": "original", "width": 640, "height": 640, "sha256": "b942809df5325a54f14aa0f4eb8cdb11e3253aad68aea4b1debaa7a06065316f", "photo_id": "01a22171-6257-7049-9c69-610236a83a3c", "byte_size": 27782, "created_at": "2026-11-28T09:16:48.641+00:00", "updated_at": "2026-11-28T09:16:48.641+00:00", "content_type": "image/png"},
{"key": "photos/01a22171-64ae-704f-8924-97019b08d599/431edd577492395ae69ccb2c40f7ded86450311c4f25de5f5e8cbf378e5eda0a.png", "kind": "original", "width": 640, "height": 640, "sha256": "431edd577492395ae69ccb2c40f7ded86450311c4f25de5f5e8cbf378e5eda0a", "photo_id": "01a22171-64ae-704f-8924-97019b08d599", "byte_size": 28298, "created_at": "2026-11-28T09:16:49.275+00:00", "updated_at": "2026-11-28T09:16:49.275+00:00", "content_type": "image/png"},
{"key": "photos/01a22171-66ac-74a0-a347-c9351e938814/59a6b2e9d01c3b1f13fdf43f067267994798b62d5b0f031bbfdd3c43d223521d.png", "kind": "original", "width": 640, "height": 640, "sha256": "59a6b2e9d01c3b1f13fdf43f067267994798b62d5b0f031bbfdd3c43d223521d", "photo_id": "01a22171-66ac-74a0-a347-c9351e938814", "byte_size": 27760, "created_at": "2026-11-28T09:16:49.756+00:00", "updated_at": "2026-11-28T09:16:49.756+00:00", "content_type": "image/png"},
{"key": "photos/01a22171-68c2-740f-881b-11c92491724f/d73a8494a2cc8acf0aee9062c8214549062a8131884328c59266798af15dc33a.png", "kind": "original", "width": 640, "height": 640, "sha256": "d73a8494a2cc8acf0aee9062c8214549062a8131884328c59266798af15dc33a", "photo_id": "01a22171-68c2-740f-881b-11c92491724f", "byte_size": 27977, "created_at": "2026-11-28T09:16:50.259+00:00", "updated_at": "2026-11-28T09:16:50.259+00:00", "content_type": "image/png"}]');
insert into photos ("id", "persona_id", "image_candidate_id", "path", "upload_sha256", "posted_at", "provider", "provider_post_id", "legacy_source", "legacy_id", "created_at", "updated_at", "cluster_id") overriding system value
  select "id", "persona_id", "image_candidate_id", "path", "upload_sha256", "posted_at", "provider", "provider_post_id", "legacy_source", "legacy_id", "created_at", "updated_at", "cluster_id" from jsonb_populate_recordset(null::photos, '[
{"id": "01a22171-5f08-7177-8065-3f1f795bcf25", "path": "/srv/trellis/candidates/01a22171-5bd4-7502-a631-c3a492a62e95/01a22171-5dd6-7651-aa4a-f4336605750b.png", "provider": null, "legacy_id": null, "posted_at": null, "cluster_id": "01a22171-5b3d-739f-a7cd-c1490d2aa145", "created_at": "2026-11-28T09:16:47.976+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:16:47.976+00:00", "legacy_source": null, "upload_sha256": null, "provider_post_id": null, "image_candidate_id": "01a22171-5dd6-7651-aa4a-f4336605750b"},
{"id": "01a22171-6257-7049-9c69-610236a83a3c", "path": "/srv/trellis/candidates/01a22171-60a1-74f7-90a9-8b10e4830299/01a22171-61a2-7609-bb11-f4698a060bf5.png", "provider": null, "legacy_id": null, "posted_at": null, "cluster_id": "01a22171-607a-7199-aee4-c1063cb0033e", "created_at": "2026-11-28T09:16:48.641+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:16:48.641+00:00", "legacy_source": null, "upload_sha256": null, "provider_post_id": null, "image_candidate_id": "01a22171-61a2-7609-bb11-f4698a060bf5"},
{"id": "01a22171-64ae-704f-8924-97019b08d599", "path": "/srv/trellis/candidates/01a22171-637d-74cb-b190-110163fc7ba0/01a22171-63ad-72db-8e80-93ffb7eb2ffe.png", "provider": null, "legacy_id": null, "posted_at": null, "cluster_id": "01a22171-6306-70e0-b119-4703ada2182a", "created_at": "2026-11-28T09:16:49.275+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:16:49.275+00:00", "legacy_source": null, "upload_sha256": null, "provider_post_id": null, "image_candidate_id": "01a22171-63ad-72db-8e80-93ffb7eb2ffe"},
{"id": "01a22171-66ac-74a0-a347-c9351e938814", "path": "/srv/trellis/candidates/01a22171-659f-714d-bdde-274a63f78f39/01a22171-6630-768d-aa80-05bc4c13350e.png", "provider": null, "legacy_id": null, "posted_at": null, "cluster_id": "01a22171-6562-74a4-9731-ea932a2e0d83", "created_at": "2026-11-28T09:16:49.756+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:16:49.756+00:00", "legacy_source": null, "upload_sha256": null, "provider_post_id": null, "image_candidate_id": "01a22171-6630-768d-aa80-05bc4c13350e"},
{"id": "01a22171-68c2-740f-881b-11c92491724f", "path": "/srv/trellis/candidates/01a22171-6744-7628-a5e4-bbe05c411308/01a22171-685b-7316-a2d4-31d441b0cf8a.png", "provider": null, "legacy_id": null, "posted_at": "2026-11-01T10:00:00+00:00", "cluster_id": "01a22171-672b-739e-ad81-9bfe2a2a6c33", "created_at": "2026-11-28T09:16:50.259+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:17:02.832+00:00", "legacy_source": null, "upload_sha256": null, "provider_post_id": null, "image_candidate_id": "01a22171-685b-7316-a2d4-31d441b0cf8a"}]');
insert into pillar_cluster_assignments ("pillar_id", "cluster_id", "persona_id", "is_primary", "notes", "legacy_source", "legacy_id", "created_at", "updated_at") overriding system value
  select "pillar_id", "cluster_id", "persona_id", "is_primary", "notes", "legacy_source", "legacy_id", "created_at", "updated_at" from jsonb_populate_recordset(null::pillar_cluster_assignments, '[
{"notes": null, "legacy_id": null, "pillar_id": "01a22171-5abe-7403-8d97-3580b74cbcd4", "cluster_id": "01a22171-5b3d-739f-a7cd-c1490d2aa145", "created_at": "2026-11-28T09:16:46.809+00:00", "is_primary": true, "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:16:46.809+00:00", "legacy_source": null},
{"notes": null, "legacy_id": null, "pillar_id": "01a22171-605e-764b-ab1e-450ee8894869", "cluster_id": "01a22171-607a-7199-aee4-c1063cb0033e", "created_at": "2026-11-28T09:16:48.125+00:00", "is_primary": true, "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:16:48.125+00:00", "legacy_source": null},
{"notes": null, "legacy_id": null, "pillar_id": "01a22171-62e0-71ca-81d9-19e9fed1e195", "cluster_id": "01a22171-6306-70e0-b119-4703ada2182a", "created_at": "2026-11-28T09:16:48.784+00:00", "is_primary": true, "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:16:48.784+00:00", "legacy_source": null},
{"notes": null, "legacy_id": null, "pillar_id": "01a22171-6546-715e-b7e9-fc8fe925d096", "cluster_id": "01a22171-6562-74a4-9731-ea932a2e0d83", "created_at": "2026-11-28T09:16:49.392+00:00", "is_primary": true, "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:16:49.392+00:00", "legacy_source": null},
{"notes": null, "legacy_id": null, "pillar_id": "01a22171-671a-7203-8948-7391596ffb66", "cluster_id": "01a22171-672b-739e-ad81-9bfe2a2a6c33", "created_at": "2026-11-28T09:16:49.838+00:00", "is_primary": true, "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:16:49.838+00:00", "legacy_source": null}]');
insert into pipeline_runs ("id", "pipeline_id", "persona_id", "name", "prompt", "target_folder", "variables", "status", "failure_reason", "completed_at", "legacy_source", "legacy_id", "created_at", "updated_at", "cluster_id") overriding system value
  select "id", "pipeline_id", "persona_id", "name", "prompt", "target_folder", "variables", "status", "failure_reason", "completed_at", "legacy_source", "legacy_id", "created_at", "updated_at", "cluster_id" from jsonb_populate_recordset(null::pipeline_runs, '[
{"id": "01a22171-5bd4-7502-a631-c3a492a62e95", "name": "First cup of the day study", "prompt": "still life, first cup of the day, natural light", "status": "completed", "legacy_id": null, "variables": {}, "cluster_id": "01a22171-5b3d-739f-a7cd-c1490d2aa145", "created_at": "2026-11-28T09:16:46.933+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:16:47.627+00:00", "pipeline_id": "01a22171-5a93-7000-a333-66a81f1b7720", "completed_at": "2026-11-28T09:16:47.627+00:00", "legacy_source": null, "target_folder": "/storage/runs/first-cup-of-the-day-study-20261128-091646", "failure_reason": null},
{"id": "01a22171-60a1-74f7-90a9-8b10e4830299", "name": "Bowls and glazes study", "prompt": "still life, bowls and glazes, natural light", "status": "completed", "legacy_id": null, "variables": {}, "cluster_id": "01a22171-607a-7199-aee4-c1063cb0033e", "created_at": "2026-11-28T09:16:48.162+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:16:48.561+00:00", "pipeline_id": "01a22171-5a93-7000-a333-66a81f1b7720", "completed_at": "2026-11-28T09:16:48.561+00:00", "legacy_source": null, "target_folder": "/storage/runs/bowls-and-glazes-study-20261128-091648", "failure_reason": null},
{"id": "01a22171-637d-74cb-b190-110163fc7ba0", "name": "Late autumn light study", "prompt": "still life, late autumn light, natural light", "status": "completed", "legacy_id": null, "variables": {}, "cluster_id": "01a22171-6306-70e0-b119-4703ada2182a", "created_at": "2026-11-28T09:16:48.894+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:16:49.169+00:00", "pipeline_id": "01a22171-5a93-7000-a333-66a81f1b7720", "completed_at": "2026-11-28T09:16:49.169+00:00", "legacy_source": null, "target_folder": "/storage/runs/late-autumn-light-study-20261128-091648", "failure_reason": null},
{"id": "01a22171-659f-714d-bdde-274a63f78f39", "name": "Bread on the table study", "prompt": "still life, bread on the table, natural light", "status": "completed", "legacy_id": null, "variables": {}, "cluster_id": "01a22171-6562-74a4-9731-ea932a2e0d83", "created_at": "2026-11-28T09:16:49.443+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:16:49.688+00:00", "pipeline_id": "01a22171-5a93-7000-a333-66a81f1b7720", "completed_at": "2026-11-28T09:16:49.688+00:00", "legacy_source": null, "target_folder": "/storage/runs/bread-on-the-table-study-20261128-091649", "failure_reason": null},
{"id": "01a22171-6744-7628-a5e4-bbe05c411308", "name": "The studio corner study", "prompt": "still life, the studio corner, natural light", "status": "completed", "legacy_id": null, "variables": {}, "cluster_id": "01a22171-672b-739e-ad81-9bfe2a2a6c33", "created_at": "2026-11-28T09:16:49.861+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:16:50.207+00:00", "pipeline_id": "01a22171-5a93-7000-a333-66a81f1b7720", "completed_at": "2026-11-28T09:16:50.207+00:00", "legacy_source": null, "target_folder": "/storage/runs/the-studio-corner-study-20261128-091649", "failure_reason": null},
{"id": "01a22171-946e-7058-9d75-cc16ed97410a", "name": "waits 1", "prompt": null, "status": "completed", "legacy_id": null, "variables": {}, "cluster_id": "01a22171-672b-739e-ad81-9bfe2a2a6c33", "created_at": "2026-11-28T09:17:01.423+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:17:01.88+00:00", "pipeline_id": "01a22171-5a93-7000-a333-66a81f1b7720", "completed_at": "2026-11-28T09:17:01.88+00:00", "legacy_source": null, "target_folder": "/storage/runs/waits-1-20261128-091701", "failure_reason": null},
{"id": "01a22171-966c-7163-82ae-4ab6299004dd", "name": "waits 2", "prompt": null, "status": "completed", "legacy_id": null, "variables": {}, "cluster_id": "01a22171-672b-739e-ad81-9bfe2a2a6c33", "created_at": "2026-11-28T09:17:01.933+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:17:02.214+00:00", "pipeline_id": "01a22171-5a93-7000-a333-66a81f1b7720", "completed_at": "2026-11-28T09:17:02.214+00:00", "legacy_source": null, "target_folder": "/storage/runs/waits-2-20261128-091701", "failure_reason": null},
{"id": "01a22171-97c0-73e1-91cf-a9801dc0e45a", "name": "open", "prompt": null, "status": "running", "legacy_id": null, "variables": {}, "cluster_id": "01a22171-672b-739e-ad81-9bfe2a2a6c33", "created_at": "2026-11-28T09:17:02.274+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:17:02.408+00:00", "pipeline_id": "01a22171-5a93-7000-a333-66a81f1b7720", "completed_at": null, "legacy_source": null, "target_folder": "/storage/runs/open-20261128-091702", "failure_reason": null},
{"id": "01a22171-9915-72e1-8fe0-7459a253bd79", "name": "failed", "prompt": null, "status": "failed", "legacy_id": null, "variables": {}, "cluster_id": "01a22171-672b-739e-ad81-9bfe2a2a6c33", "created_at": "2026-11-28T09:17:02.613+00:00", "persona_id": "01a22171-5a4c-7553-ab0e-08f6c1607656", "updated_at": "2026-11-28T09:17:02.774+00:00", "pipeline_id": "01a22171-5a93-7000-a333-66a81f1b7720", "completed_at": null, "legacy_source": null, "target_folder": "/storage/runs/failed-20261128-091702", "failure_reason": "out of memory"}]');
insert into pipeline_steps ("id", "pipeline_id", "name", "position", "workflow_template", "needs_run_prompt", "needs_parent_image_path", "needs_run_variables", "legacy_source", "legacy_id", "created_at", "updated_at") overriding system value
  select "id", "pipeline_id", "name", "position", "workflow_template", "needs_run_prompt", "needs_parent_image_path", "needs_run_variables", "legacy_source", "legacy_id", "created_at", "updated_at" from jsonb_populate_recordset(null::pipeline_steps, '[
{"id": "01a22171-5a96-724a-b710-c8599ad27a52", "name": "Still life", "position": 1, "legacy_id": null, "created_at": "2026-11-28T09:16:46.612+00:00", "updated_at": "2026-11-28T09:16:46.612+00:00", "pipeline_id": "01a22171-5a93-7000-a333-66a81f1b7720", "legacy_source": null, "needs_run_prompt": true, "workflow_template": "{\"1\": {\"class_type\": \"CLIPTextEncode\", \"inputs\": {\"text\": \"{{prompt}}\", \"seed\": {{auto_seed}}}}}", "needs_run_variables": false, "needs_parent_image_path": false}]');
insert into pipelines ("id", "name", "description", "legacy_source", "legacy_id", "created_at", "updated_at") overriding system value
  select "id", "name", "description", "legacy_source", "legacy_id", "created_at", "updated_at" from jsonb_populate_recordset(null::pipelines, '[
{"id": "01a22171-5a93-7000-a333-66a81f1b7720", "name": "still life (demo)", "legacy_id": null, "created_at": "2026-11-28T09:16:46.612+00:00", "updated_at": "2026-11-28T09:16:46.612+00:00", "description": "One step: a drawing, so that the demo needs no ComfyUI.", "legacy_source": null}]');
insert into run_tallies ("run_id", "votes_cast", "active_candidates", "created_at", "updated_at") overriding system value
  select "run_id", "votes_cast", "active_candidates", "created_at", "updated_at" from jsonb_populate_recordset(null::run_tallies, '[
{"run_id": "01a22171-5bd4-7502-a631-c3a492a62e95", "created_at": "2026-11-28T09:16:47.319+00:00", "updated_at": "2026-11-28T09:16:47.57+00:00", "votes_cast": 0, "active_candidates": 3},
{"run_id": "01a22171-60a1-74f7-90a9-8b10e4830299", "created_at": "2026-11-28T09:16:48.214+00:00", "updated_at": "2026-11-28T09:16:48.461+00:00", "votes_cast": 0, "active_candidates": 3},
{"run_id": "01a22171-637d-74cb-b190-110163fc7ba0", "created_at": "2026-11-28T09:16:49.004+00:00", "updated_at": "2026-11-28T09:16:49.123+00:00", "votes_cast": 0, "active_candidates": 3},
{"run_id": "01a22171-659f-714d-bdde-274a63f78f39", "created_at": "2026-11-28T09:16:49.509+00:00", "updated_at": "2026-11-28T09:16:49.661+00:00", "votes_cast": 0, "active_candidates": 3},
{"run_id": "01a22171-6744-7628-a5e4-bbe05c411308", "created_at": "2026-11-28T09:16:49.978+00:00", "updated_at": "2026-11-28T09:16:50.169+00:00", "votes_cast": 0, "active_candidates": 3},
{"run_id": "01a22171-946e-7058-9d75-cc16ed97410a", "created_at": "2026-11-28T09:17:01.649+00:00", "updated_at": "2026-11-28T09:17:01.785+00:00", "votes_cast": 1, "active_candidates": 3},
{"run_id": "01a22171-966c-7163-82ae-4ab6299004dd", "created_at": "2026-11-28T09:17:01.977+00:00", "updated_at": "2026-11-28T09:17:02.086+00:00", "votes_cast": 1, "active_candidates": 3},
{"run_id": "01a22171-97c0-73e1-91cf-a9801dc0e45a", "created_at": "2026-11-28T09:17:02.408+00:00", "updated_at": "2026-11-28T09:17:02.546+00:00", "votes_cast": 1, "active_candidates": 3},
{"run_id": "01a22171-9915-72e1-8fe0-7459a253bd79", "created_at": "2026-11-28T09:17:02.641+00:00", "updated_at": "2026-11-28T09:17:02.752+00:00", "votes_cast": 0, "active_candidates": 3}]');
insert into votes ("id", "sequence", "run_id", "step_id", "candidate_a", "candidate_b", "outcome", "score_a", "score_b", "delta_a", "delta_b", "actor", "undone_at", "legacy_source", "legacy_id", "created_at", "updated_at") overriding system value
  select "id", "sequence", "run_id", "step_id", "candidate_a", "candidate_b", "outcome", "score_a", "score_b", "delta_a", "delta_b", "actor", "undone_at", "legacy_source", "legacy_id", "created_at", "updated_at" from jsonb_populate_recordset(null::votes, '[
{"id": "01a22171-95de-70e3-8cda-361b573c9fbc", "actor": "key:admin", "run_id": "01a22171-946e-7058-9d75-cc16ed97410a", "delta_a": 16, "delta_b": -16, "outcome": "a", "score_a": 1000, "score_b": 1000, "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "sequence": 1, "legacy_id": null, "undone_at": null, "created_at": "2026-11-28T09:17:01.785+00:00", "updated_at": "2026-11-28T09:17:01.785+00:00", "candidate_a": "01a22171-9507-73de-8613-c143dcd2b43c", "candidate_b": "01a22171-957f-76d7-9c5b-7945e0a8e3fd", "legacy_source": null},
{"id": "01a22171-970e-728f-b37e-b322ae45a508", "actor": "key:admin", "run_id": "01a22171-966c-7163-82ae-4ab6299004dd", "delta_a": 16, "delta_b": -16, "outcome": "a", "score_a": 1000, "score_b": 1000, "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "sequence": 2, "legacy_id": null, "undone_at": null, "created_at": "2026-11-28T09:17:02.086+00:00", "updated_at": "2026-11-28T09:17:02.086+00:00", "candidate_a": "01a22171-9685-74a8-8d6c-2f2549caaa7b", "candidate_b": "01a22171-96b8-7089-bca3-d67d22164e5a", "legacy_source": null},
{"id": "01a22171-98d6-7205-91b0-54611093a49a", "actor": "key:admin", "run_id": "01a22171-97c0-73e1-91cf-a9801dc0e45a", "delta_a": 0, "delta_b": 0, "outcome": "draw", "score_a": 1000, "score_b": 1000, "step_id": "01a22171-5a96-724a-b710-c8599ad27a52", "sequence": 3, "legacy_id": null, "undone_at": null, "created_at": "2026-11-28T09:17:02.546+00:00", "updated_at": "2026-11-28T09:17:02.546+00:00", "candidate_a": "01a22171-9862-73a0-9f18-06fe17b1049f", "candidate_b": "01a22171-988d-7283-99ec-5da6f55c083c", "legacy_source": null}]');
insert into pgboss.job ("id", "name", "priority", "data", "state", "retry_limit", "retry_count", "retry_delay", "retry_backoff", "retry_delay_max", "expire_seconds", "deletion_seconds", "singleton_key", "singleton_on", "group_id", "group_tier", "start_after", "created_on", "started_on", "completed_on", "keep_until", "output", "dead_letter", "policy", "heartbeat_on", "heartbeat_seconds", "blocked", "blocking", "pending_dependencies", "source_name", "source_id", "source_created_on", "source_retry_count", "source_output", "source_root_id", "trace_context", "upsert_by_key") overriding system value
  select "id", "name", "priority", "data", "state", "retry_limit", "retry_count", "retry_delay", "retry_backoff", "retry_delay_max", "expire_seconds", "deletion_seconds", "singleton_key", "singleton_on", "group_id", "group_tier", "start_after", "created_on", "started_on", "completed_on", "keep_until", "output", "dead_letter", "policy", "heartbeat_on", "heartbeat_seconds", "blocked", "blocking", "pending_dependencies", "source_name", "source_id", "source_created_on", "source_retry_count", "source_output", "source_root_id", "trace_context", "upsert_by_key" from jsonb_populate_recordset(null::pgboss.job, '[
{"id": "3ec97586-f4ff-45c8-8235-6a314c0b7734", "data": {"name": "pipeline.run-completed", "event": {"runId": "01a22171-946e-7058-9d75-cc16ed97410a", "winner": {"imagePath": "/srv/trellis/candidates/01a22171-946e-7058-9d75-cc16ed97410a/01a22171-9507-73de-8613-c143dcd2b43c.png", "candidateId": "01a22171-9507-73de-8613-c143dcd2b43c"}, "eventId": "01a22171-9640-7545-8266-155007e9e923", "clusterId": "01a22171-672b-739e-ad81-9bfe2a2a6c33", "personaId": "01a22171-5a4c-7553-ab0e-08f6c1607656", "occurredAt": "2026-11-28T09:17:01.886Z"}}, "name": "events", "state": "created", "output": null, "policy": "standard", "blocked": false, "blocking": false, "group_id": null, "priority": 0, "source_id": null, "created_on": "2026-11-28T09:17:01.879553+00:00", "group_tier": null, "keep_until": "2027-02-26T09:17:01.879553+00:00", "started_on": null, "dead_letter": "events.dead", "retry_count": 0, "retry_delay": 1, "retry_limit": 9, "source_name": null, "start_after": "2026-11-28T09:17:01.879553+00:00", "completed_on": null, "heartbeat_on": null, "singleton_on": null, "retry_backoff": true, "singleton_key": null, "source_output": null, "trace_context": null, "upsert_by_key": null, "expire_seconds": 900, "source_root_id": null, "retry_delay_max": 600, "deletion_seconds": 86400, "heartbeat_seconds": 10, "source_created_on": null, "source_retry_count": null, "pending_dependencies": 0},
{"id": "a6fb51ff-de55-49a0-8d55-35b8b4bfdc2b", "data": {"name": "pipeline.run-completed", "event": {"runId": "01a22171-966c-7163-82ae-4ab6299004dd", "winner": {"imagePath": "/srv/trellis/candidates/01a22171-966c-7163-82ae-4ab6299004dd/01a22171-9685-74a8-8d6c-2f2549caaa7b.png", "candidateId": "01a22171-9685-74a8-8d6c-2f2549caaa7b"}, "eventId": "01a22171-9792-76ee-89b6-8a8c39278b6f", "clusterId": "01a22171-672b-739e-ad81-9bfe2a2a6c33", "personaId": "01a22171-5a4c-7553-ab0e-08f6c1607656", "occurredAt": "2026-11-28T09:17:02.224Z"}}, "name": "events", "state": "created", "output": null, "policy": "standard", "blocked": false, "blocking": false, "group_id": null, "priority": 0, "source_id": null, "created_on": "2026-11-28T09:17:02.21403+00:00", "group_tier": null, "keep_until": "2027-02-26T09:17:02.21403+00:00", "started_on": null, "dead_letter": "events.dead", "retry_count": 0, "retry_delay": 1, "retry_limit": 9, "source_name": null, "start_after": "2026-11-28T09:17:02.21403+00:00", "completed_on": null, "heartbeat_on": null, "singleton_on": null, "retry_backoff": true, "singleton_key": null, "source_output": null, "trace_context": null, "upsert_by_key": null, "expire_seconds": 900, "source_root_id": null, "retry_delay_max": 600, "deletion_seconds": 86400, "heartbeat_seconds": 10, "source_created_on": null, "source_retry_count": null, "pending_dependencies": 0}]');
set session_replication_role = origin;
select setval(pg_get_serial_sequence('votes', 'sequence'), (select max(sequence) from votes));
