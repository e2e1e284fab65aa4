import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '@trellis/database/testing';
import { expectRefused } from './attacked-database.spec-support.ts';
import { attacks, pillar } from './attacks.spec-support.ts';
import { id, library } from './invariants.spec-support.ts';

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

  it.each(attacks)('%s', (_what, statement, constraint) => expectRefused(client, statement, constraint));

  it('two concurrent pillars that exceed 100 together', async () => {
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

  it('a weight at an isolation that does not see the latest rows', async () => {
    await client.query('begin transaction isolation level repeatable read');
    await expect(client.query(`${pillar}, weight) values ('${id(17)}', '${id(1)}', 'third', 1)`)).rejects.toMatchObject(
      { code: '0A000', hint: 'Use read committed or serializable.' },
    );
    await client.query('rollback');
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

  it('a link pending when the posting that blocked it is deleted', async () => {
    await client.query(`update photos set posted_at = now()`);
    await client.query(`update cluster_links set state = 'failed', reason = 'photo_posted'`);
    await client.query(`update photos set posted_at = null`);
    expect(await one('select state, reason from cluster_links')).toEqual({ state: 'pending', reason: null });
  });

  it('a link from the moment a run is completed', async () => {
    await client.query(`update pipeline_runs set status = 'completed', completed_at = now() where id = '${id(52)}'`);
    expect(await one(`select state, attempts from cluster_links where run_id = '${id(52)}'`)).toEqual({
      state: 'pending',
      attempts: 0,
    });
  });

  it('a record that a person deleted a photo', async () => {
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
