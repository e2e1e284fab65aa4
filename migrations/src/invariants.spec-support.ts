/** Ids with one changing digit, for readable statements. */
export const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const sha = '0'.repeat(64);

export const library = `
  insert into personas (id, name) values ('${id(1)}', 'north quay'), ('${id(2)}', 'harbor light');
  insert into content_pillars (id, persona_id, name, weight) values
    ('${id(11)}', '${id(1)}', 'Daily', 60), ('${id(12)}', '${id(1)}', 'Style', 30), ('${id(13)}', '${id(2)}', 'Other', 10);
  insert into clusters (id, persona_id, name) values ('${id(21)}', '${id(1)}', 'Coffee'), ('${id(22)}', '${id(2)}', 'Tea');
  insert into pillar_cluster_assignments (pillar_id, cluster_id, persona_id, is_primary) values ('${id(11)}', '${id(21)}', '${id(1)}', true);
  insert into pipelines (id, name) values ('${id(31)}', 'still_life'), ('${id(32)}', 'other');
  insert into pipeline_steps (id, pipeline_id, name, position, workflow_template) values
    ('${id(41)}', '${id(31)}', 'Base', 1, '{}'), ('${id(42)}', '${id(32)}', 'Base', 1, '{}');
  insert into pipeline_runs (id, pipeline_id, persona_id, cluster_id, name, target_folder) values
    ('${id(51)}', '${id(31)}', '${id(1)}', '${id(21)}', 'one', '/x'), ('${id(52)}', '${id(31)}', null, null, 'two', '/x');
  insert into image_candidates (id, run_id, step_id, image_path, is_winner, winner_at) values
    ('${id(61)}', '${id(51)}', '${id(41)}', '/a.png', true, now()), ('${id(62)}', '${id(51)}', '${id(41)}', '/b.png', false, null),
    ('${id(63)}', '${id(52)}', '${id(41)}', '/c.png', false, null);
  insert into image_candidates (id, run_id, step_id, image_path, status) values ('${id(64)}', '${id(51)}', '${id(41)}', '/d.png', 'rejected');
  begin;
  insert into photos (id, persona_id, cluster_id, image_candidate_id, path) values ('${id(71)}', '${id(1)}', '${id(21)}', '${id(61)}', '/a.png');
  insert into photo_objects (photo_id, kind, key, content_type, byte_size, sha256, width, height)
    values ('${id(71)}', 'original', 'photos/71', 'image/png', 1, '${sha}', 1, 1);
  commit;
  update pipeline_runs set status = 'completed', completed_at = now() where id = '${id(51)}';
  update cluster_links set photo_id = '${id(71)}', state = 'linked' where run_id = '${id(51)}';
  insert into object_tombstones (key, not_before, reason) values ('photos/dead', now(), 'test');
  insert into audit_log (id, actor, action, subject_type, subject_id) values ('${id(81)}', 'test', 'x', 'run', 'y');
`;
