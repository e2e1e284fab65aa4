import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '@trellis/database/testing';

/** Ids with one changing digit, so that the statements below can be read. */
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const sha = '0'.repeat(64);

const library = `
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
  insert into cluster_links (run_id, cluster_id, candidate_id, photo_id, state) values ('${id(51)}', '${id(21)}', '${id(61)}', '${id(71)}', 'linked');
  insert into object_tombstones (key, not_before, reason) values ('photos/dead', now(), 'test');
  insert into audit_log (id, actor, action, subject_type, subject_id) values ('${id(81)}', 'test', 'x', 'run', 'y');
`;

const pillar = `insert into content_pillars (id, persona_id, name`;
const candidate = `insert into image_candidates (id, run_id, step_id, image_path`;

/** Each attack, and the constraint that has to stop it. */
const attacks: [string, string, string][] = [
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
  ['a link that says linked without a photo', `update cluster_links set photo_id = null`, 'ck_cluster_links_linked'],
  ['a failed link without a reason', `update cluster_links set state = 'failed'`, 'ck_cluster_links_reason'],
  ['an audit row changed', `update audit_log set actor = 'x'`, 'ck_audit_log_append_only'],
  ['an audit row deleted', `delete from audit_log`, 'ck_audit_log_append_only'],
  ['a persona config that is a list', `update personas set caption_config = '[]'`, 'ck_personas_caption_config'],
];

describe('the database itself refuses', () => {
  let database: FreshDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await freshDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(library);
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it.each(attacks)('%s', async (_what, statement, constraint) => {
    await client.query('begin');
    const attack = async () => {
      await client.query(statement);
      await client.query('set constraints all immediate');
    };
    await expect(attack()).rejects.toMatchObject({ constraint });
    await client.query('rollback');
  });

  it('two pillars that each fit but not together, written at the same moment', async () => {
    const other = new Client({ connectionString: database.url });
    await other.connect();
    const add = (on: Client, n: number) =>
      on.query(`${pillar}, weight) values ('${id(n)}', '${id(1)}', 'half ${n}', 6)`);
    await client.query('begin');
    await add(client, 15);
    const second = add(other, 16).catch((error: { constraint?: string }) => error.constraint);
    await client.query('commit');
    await expect(second).resolves.toBe('ck_content_pillars_weight_sum');
    await other.end();
  });
});

describe('the database itself keeps', () => {
  let database: FreshDatabase;
  let client: Client;
  const one = async (sql: string) => (await client.query(sql)).rows[0] as Record<string, unknown>;

  beforeEach(async () => {
    database = await freshDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(library);
  });

  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  it('the counts of a cluster, through inserts, moves of many rows and deletions', async () => {
    const counts = () => one(`select photos_count, runs_count from clusters where id = '${id(21)}'`);
    expect(await counts()).toEqual({ photos_count: 1, runs_count: 1 });
    await client.query(`update pipeline_runs set cluster_id = '${id(21)}' where id = '${id(52)}'`);
    expect(await counts()).toEqual({ photos_count: 1, runs_count: 2 });
    await client.query(`delete from photos; delete from pipeline_runs`);
    expect(await counts()).toEqual({ photos_count: 0, runs_count: 0 });
  });

  it('runs and photos of a cluster that is deleted, with their persona', async () => {
    await client.query(`delete from clusters where id = '${id(21)}'`);
    expect(await one(`select cluster_id, persona_id from pipeline_runs where id = '${id(51)}'`)).toEqual({
      cluster_id: null,
      persona_id: id(1),
    });
    expect(await one(`select cluster_id, persona_id from photos`)).toEqual({ cluster_id: null, persona_id: id(1) });
  });

  it('a run without a persona in line with its cluster', async () => {
    await client.query(`update pipeline_runs set cluster_id = '${id(22)}' where id = '${id(52)}'`);
    expect(await one(`select persona_id from pipeline_runs where id = '${id(52)}'`)).toEqual({ persona_id: id(2) });
  });

  it('a link pending as soon as the winner changes', async () => {
    await client.query(`update image_candidates set is_winner = false, winner_at = null where id = '${id(61)}'`);
    expect(await one('select state from cluster_links')).toEqual({ state: 'pending' });
  });

  it('in mind that a person deleted a photo', async () => {
    await client.query(`delete from photos`);
    expect(await one('select state, reason, photo_deleted from cluster_links')).toEqual({
      state: 'skipped',
      reason: 'photo_deleted',
      photo_deleted: true,
    });
  });

  it('the key of a link whose run is deleted half-way', async () => {
    await client.query(
      `update cluster_links set intended_key = 'photos/half'; delete from pipeline_runs where id = '${id(51)}'`,
    );
    expect(await one(`select reason from object_tombstones where key = 'photos/half'`)).toEqual({
      reason: 'run_deleted',
    });
  });
});
