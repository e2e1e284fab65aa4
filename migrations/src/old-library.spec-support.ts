/** Statements for the schema of `Photos`: 23 runs of one pipeline, each with two candidates, every second one completed with a winner and a photo. */
export const oldLibrary = `
  insert into personas (id, name) values (gen_random_uuid(), 'north quay');
  insert into pipelines (id, name) values (gen_random_uuid(), 'still_life');
  insert into pipeline_steps (id, pipeline_id, name, position, workflow_template)
    select gen_random_uuid(), id, 'Base Image', 1, '{}' from pipelines;
  insert into pipeline_runs (id, pipeline_id, name, target_folder, status, completed_at, legacy_source, legacy_id)
    select gen_random_uuid(), p.id, 'study ' || n, '/x', case when n % 2 = 0 then 'completed' else 'pending' end,
           case when n % 2 = 0 then now() end, 'old', n
    from pipelines p, generate_series(1, 23) n;
  insert into image_candidates (id, run_id, step_id, image_path, is_winner, winner_at)
    select gen_random_uuid(), r.id, s.id, '/mnt/' || r.name || n, r.status = 'completed' and n = 1,
           case when r.status = 'completed' and n = 1 then now() end
    from pipeline_runs r, pipeline_steps s, generate_series(1, 2) n;
  begin;
  insert into photos (id, persona_id, image_candidate_id, path)
    select gen_random_uuid(), p.id, c.id, c.image_path from image_candidates c, personas p where c.is_winner;
  insert into photo_objects (photo_id, kind, key, content_type, byte_size, sha256, width, height)
    select id, 'original', 'photos/' || id, 'image/png', 1, repeat('0', 64), 1, 1 from photos;
  commit;
`;
