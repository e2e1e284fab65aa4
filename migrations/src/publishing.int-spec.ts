import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '@trellis/database/testing';
import { id, library } from './invariants.spec-support.ts';
import { attacks, draft, publishing, sha } from './publishing-attacks.spec-support.ts';

describe('the database refuses of posts', () => {
  let database: FreshDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await freshDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(`insert into api_keys (id, name, role, hash) values ('${id(801)}', 'k', 'admin', '${sha}')`);
    await client.query(library);
    await client.query(publishing);
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

  it('a container of its own while another one lives, and takes one when that is given up', async () => {
    await client.query('begin');
    const main = (n: number) =>
      `insert into post_containers (id, post_id, role) values ('${id(n)}', '${id(301)}', 'main')`;
    await client.query(main(601));
    await client.query(`update post_containers set state = 'expired'`);
    await client.query(main(602));
  });

  it('nothing of a draft that is deleted: its events and photos go', async () => {
    await client.query('begin');
    await client.query(
      `${draft(302)} insert into post_events (id, post_id, kind, actor) values ('${id(502)}', '${id(302)}', 'x', 'y')`,
    );
    await client.query(`delete from posts where id = '${id(302)}'; set constraints all immediate`);
    expect((await client.query(`select id from post_events`)).rows).toEqual([{ id: id(501) }]);
  });

  it('reopens the link that a held photo stood in the way of, when the photo is released', async () => {
    await client.query('begin');
    await client.query(`update photos set held_by = '${id(301)}'`);
    await client.query(`update cluster_links set state = 'failed', reason = 'photo_held'`);
    await client.query(`update photos set held_by = null`);
    expect((await client.query(`select state, reason from cluster_links`)).rows).toEqual([
      { state: 'pending', reason: null },
    ]);
  });
});
