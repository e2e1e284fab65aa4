import { id, sha } from './invariants.spec-support.ts';

export const pillar = `insert into content_pillars (id, persona_id, name`;
const candidate = `insert into image_candidates (id, run_id, step_id, image_path`;

/** Each attack, and the constraint that has to refuse it. */
export const attacks: [string, string, string][] = [
  [
    'a persona of the same name in another case',
    `insert into personas (id, name) values ('${id(3)}', 'North QUAY')`,
    'uq_personas_name',
  ],
  ['a name with spaces around it', `insert into personas (id, name) values ('${id(3)}', ' x ')`, 'ck_personas_name'],
  [
    'a name in Unicode form D',
    `insert into personas (id, name) values ('${id(3)}', U&'Cafe\\0301')`,
    'ck_personas_name',
  ],
  [
    'a name with a control character',
    `insert into personas (id, name) values ('${id(3)}', E'a\\tb')`,
    'ck_personas_name',
  ],
  [
    'a name of 201 characters',
    `insert into personas (id, name) values ('${id(3)}', repeat('x', 201))`,
    'ck_personas_name',
  ],
  ['a run changed through its published view', `update pub_pipeline_runs set cluster_id = null`, 'views_are_read_only'],
  ['a photo deleted through its published view', 'delete from pub_photos_photos', 'views_are_read_only'],
  ['a persona deleted under its clusters', `delete from personas where id = '${id(2)}'`, 'fk_content_pillars_persona'],
  [
    'weights over 100',
    `${pillar}, weight) values ('${id(14)}', '${id(1)}', 'More', 10.01)`,
    'ck_content_pillars_weight_sum',
  ],
  [
    'weights over 100 by an update',
    `update content_pillars set weight = 71 where id = '${id(11)}'`,
    'ck_content_pillars_weight_sum',
  ],
  [
    'a pillar that ends before it starts',
    `${pillar}, start_date, end_date) values ('${id(14)}', '${id(1)}', 'x', '2026-02-02', '2026-02-01')`,
    'ck_content_pillars_dates',
  ],
  ['a priority of 6', `${pillar}, priority) values ('${id(14)}', '${id(1)}', 'x', 6)`, 'ck_content_pillars_priority'],
  ['two pillars of one name', `${pillar}) values ('${id(14)}', '${id(1)}', 'Daily')`, 'uq_content_pillars_name'],
  [
    'a pillar of another persona on a cluster',
    `insert into pillar_cluster_assignments (pillar_id, cluster_id, persona_id) values ('${id(13)}', '${id(21)}', '${id(1)}')`,
    'fk_pillar_cluster_assignments_pillar',
  ],
  [
    'two primary pillars',
    `insert into pillar_cluster_assignments (pillar_id, cluster_id, persona_id, is_primary) values ('${id(12)}', '${id(21)}', '${id(1)}', true)`,
    'uq_pillar_cluster_assignments_primary',
  ],
  [
    'a cluster that changes its persona',
    `update clusters set persona_id = '${id(2)}' where id = '${id(21)}'`,
    'ck_clusters_persona_fixed',
  ],
  [
    'two clusters of one name',
    `insert into clusters (id, persona_id, name) values ('${id(23)}', '${id(1)}', 'Coffee')`,
    'uq_clusters_name',
  ],
  [
    'two steps at one position',
    `insert into pipeline_steps (id, pipeline_id, name, position, workflow_template) values ('${id(43)}', '${id(31)}', 'x', 1, '{}')`,
    'uq_pipeline_steps_position',
  ],
  [
    'a step that changes its pipeline',
    `update pipeline_steps set pipeline_id = '${id(32)}', position = 2 where id = '${id(41)}'`,
    'ck_pipeline_steps_pipeline_fixed',
  ],
  [
    'a completed run that is opened again',
    `update pipeline_runs set status = 'pending', completed_at = null where id = '${id(51)}'`,
    'ck_pipeline_runs_transition',
  ],
  [
    'a completed run without a time',
    `update pipeline_runs set status = 'completed' where id = '${id(52)}'`,
    'ck_pipeline_runs_completed_at',
  ],
  [
    'a run whose cluster has another persona',
    `update pipeline_runs set persona_id = '${id(2)}', cluster_id = '${id(21)}' where id = '${id(52)}'`,
    'ck_pipeline_runs_persona_of_cluster',
  ],
  [
    'another persona for a run in a cluster',
    `update pipeline_runs set persona_id = '${id(2)}', cluster_id = null where id = '${id(51)}'`,
    'ck_pipeline_runs_persona_of_cluster',
  ],
  [
    'a cluster that does not exist',
    `update pipeline_runs set cluster_id = '${id(99)}' where id = '${id(51)}'`,
    'fk_pipeline_runs_cluster',
  ],
  [
    'a step of another pipeline',
    `${candidate}) values ('${id(65)}', '${id(51)}', '${id(42)}', '/x')`,
    'fk_image_candidates_step',
  ],
  [
    'a run step of another pipeline',
    `insert into pipeline_run_steps (run_id, step_id) values ('${id(51)}', '${id(42)}')`,
    'fk_pipeline_run_steps_step',
  ],
  [
    'a parent of another run',
    `${candidate}, parent_id) values ('${id(65)}', '${id(51)}', '${id(41)}', '/x', '${id(63)}')`,
    'fk_image_candidates_parent',
  ],
  [
    'a rejected parent',
    `${candidate}, parent_id) values ('${id(65)}', '${id(51)}', '${id(41)}', '/x', '${id(64)}')`,
    'ck_image_candidates_active_parent',
  ],
  [
    'two winners',
    `update image_candidates set is_winner = true, winner_at = now() where id = '${id(62)}'`,
    'uq_image_candidates_winner',
  ],
  [
    'a rejected winner',
    `update image_candidates set status = 'rejected' where id = '${id(61)}'`,
    'ck_image_candidates_winner',
  ],
  [
    'half of the facts of a file',
    `update image_candidates set sha256 = '${sha}' where id = '${id(61)}'`,
    'ck_image_candidates_facts',
  ],
  [
    'a second photo of one winner',
    `insert into photos (id, persona_id, image_candidate_id, path) values ('${id(72)}', '${id(1)}', '${id(61)}', '/x')`,
    'uq_photos_image_candidate',
  ],
  [
    'a photo without an object',
    `insert into photos (id, persona_id, path) values ('${id(72)}', '${id(1)}', '/x')`,
    'ck_photos_original',
  ],
  [
    'an object taken from under its photo',
    `delete from photo_objects where photo_id = '${id(71)}'`,
    'ck_photos_original',
  ],
  [
    'a photo in a cluster of another persona',
    `update photos set cluster_id = '${id(22)}' where id = '${id(71)}'`,
    'fk_photos_cluster',
  ],
  [
    'a posted photo deleted',
    `update photos set posted_at = now() where id = '${id(71)}'; delete from photos where id = '${id(71)}'`,
    'ck_photos_posted_stays',
  ],
  ['a provider without a posting', `update photos set provider = 'x' where id = '${id(71)}'`, 'ck_photos_posting'],
  [
    'a key used again',
    `update photo_objects set key = 'photos/dead' where photo_id = '${id(71)}'`,
    'uq_photo_objects_key',
  ],
  ['a linked link without a photo', `update cluster_links set photo_id = null`, 'ck_cluster_links_linked'],
  ['a failed link without a reason', `update cluster_links set state = 'failed'`, 'ck_cluster_links_reason'],
  ['an audit entry changed', `update audit_log set actor = 'x'`, 'ck_audit_log_append_only'],
  ['an audit entry deleted', `delete from audit_log`, 'ck_audit_log_append_only'],
  ['a persona config that is a list', `update personas set caption_config = '[]'`, 'ck_personas_caption_config'],
];
