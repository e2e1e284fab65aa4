import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '@trellis/database/testing';
import { id, library } from './invariants.spec-support.ts';
import { attacks, strategy } from './strategy-attacks.spec-support.ts';

describe('the database refuses of ideas and gaps', () => {
  let database: FreshDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await freshDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(library);
    await client.query(strategy);
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  afterEach(() => client.query('rollback'));

  it.each(attacks)('%s', async (_what, statement, constraint) => {
    await client.query('begin');
    const attack = async () => {
      await client.query(statement);
      await client.query('set constraints all immediate');
    };
    await expect(attack()).rejects.toMatchObject({ constraint });
  });

  it('nothing of a deleted cluster or run: an accepted idea keeps what is left', async () => {
    await client.query('begin');
    await client.query(`update suggestions set state = 'accepted', accepted_at = now(), cluster_id = '${id(21)}',
      run_id = '${id(52)}', run_made = true where id = '${id(911)}'`);
    await client.query(`delete from pipeline_runs where id = '${id(52)}'; set constraints all immediate`);
    const { rows } = await client.query(`select cluster_id, run_id, state from suggestions where id = '${id(911)}'`);
    expect(rows).toEqual([{ cluster_id: id(21), run_id: null, state: 'accepted' }]);
  });

  it('nothing of a deleted pillar: its batches and ideas go, and kept gaps stay', async () => {
    await client.query('begin');
    await client.query(`delete from content_pillars where id = '${id(11)}'; set constraints all immediate`);
    const left = `select (select count(*)::int from suggestions) as ideas, (select count(*)::int from gap_analyses) as gaps`;
    expect((await client.query(left)).rows).toEqual([{ ideas: 0, gaps: 1 }]);
  });
});
