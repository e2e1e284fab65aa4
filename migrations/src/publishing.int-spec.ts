import { expectRefused, useAttackedDatabase } from './attacked-database.spec-support.ts';
import { id, library } from './invariants.spec-support.ts';
import { containerAttacks } from './container-attacks.spec-support.ts';
import { attacks, draft, publishing, sha } from './publishing-attacks.spec-support.ts';

describe('the database refuses of posts', () => {
  const used = useAttackedDatabase(
    `insert into api_keys (id, name, role, hash) values ('${id(801)}', 'k', 'admin', '${sha}')`,
    library,
    publishing,
  );

  afterEach(() => used.client.query('rollback'));

  it.each([...attacks, ...containerAttacks])('%s', (_what, statement, constraint) =>
    expectRefused(used.client, statement, constraint),
  );

  it('a container of its own while another one lives, and takes one when that is given up', async () => {
    await used.client.query('begin');
    const main = (n: number) =>
      `insert into post_containers (id, post_id, role) values ('${id(n)}', '${id(301)}', 'main')`;
    await used.client.query(main(601));
    await used.client.query(`update post_containers set state = 'expired'`);
    await used.client.query(main(602));
  });

  it('nothing of a draft that is deleted: its events and photos go', async () => {
    await used.client.query('begin');
    await used.client.query(
      `${draft(302)} insert into post_events (id, post_id, kind, actor) values ('${id(502)}', '${id(302)}', 'x', 'y')`,
    );
    await used.client.query(`delete from posts where id = '${id(302)}'; set constraints all immediate`);
    expect((await used.client.query(`select id from post_events`)).rows).toEqual([{ id: id(501) }]);
  });

  it('reopens the link that a held photo stood in the way of, when the photo is released', async () => {
    await used.client.query('begin');
    await used.client.query(`update photos set held_by = '${id(301)}'`);
    await used.client.query(`update cluster_links set state = 'failed', reason = 'photo_held'`);
    await used.client.query(`update photos set held_by = null`);
    expect((await used.client.query(`select state, reason from cluster_links`)).rows).toEqual([
      { state: 'pending', reason: null },
    ]);
  });
});
