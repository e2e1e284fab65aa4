import { useCommandLibrary, useCommandLibraryPerTest } from '../library.spec-support.ts';

interface Diagnosis {
  findings: { code: string; ids: string[] }[];
}

describe('trellis doctor on a schema that was changed by hand', () => {
  const library = useCommandLibraryPerTest();

  const drift = async () => {
    const { result } = await library.json<Diagnosis>('doctor');
    return result.findings.filter(({ code }) => code === 'schema_drift').flatMap(({ ids }) => ids);
  };

  it.each([
    ['a column', 'alter table photos add column rating int', ['ALTER TABLE "photos" DROP COLUMN "rating"']],
    [
      'a trigger that was switched off',
      'alter table photos disable trigger tr_photos_posted_stays',
      ['unexpected: trigger tr_photos_posted_stays on photos is switched off'],
    ],
    [
      'a trigger that is gone',
      'drop trigger tr_photos_posted_stays on photos',
      ['missing: trigger tr_photos_posted_stays on photos: keep_posted_photo'],
    ],
    [
      'a function that does something else',
      `create or replace function keep_posted_photo() returns trigger language plpgsql as 'begin return old; end'`,
      ['missing: function keep_posted_photo', 'unexpected: function keep_posted_photo'],
    ],
    [
      'a check with another condition',
      'alter table votes drop constraint ck_votes_outcome, add constraint ck_votes_outcome check (true)',
      [
        'missing: constraint ck_votes_outcome on votes',
        'unexpected: constraint ck_votes_outcome on votes: CHECK (true)',
      ],
    ],
    ['an index that is gone', 'drop index uq_personas_name', ['missing: index CREATE UNIQUE INDEX uq_personas_name']],
    ['a rule for pairs of votes that is gone', 'drop index uq_votes_pair', ['uq_votes_pair']],
    [
      'disabled foreign keys',
      'alter table pillar_cluster_assignments disable trigger all',
      [
        'trigger fk_pillar_cluster_assignments_cluster on pillar_cluster_assignments is switched off',
        'trigger fk_pillar_cluster_assignments_pillar on pillar_cluster_assignments is switched off',
      ],
    ],
    ['a view that is gone', 'drop view pub_pipeline_candidates', ['missing: view pub_pipeline_candidates']],
    [
      'a view with another column',
      'create or replace view pub_photos_photos as select id, persona_id, cluster_id, image_candidate_id as candidate_id, posted_at, created_at, readiness, updated_at from photos',
      ['missing: view pub_photos_photos', 'unexpected: view pub_photos_photos'],
    ],
    ['nothing, when they added a view of their own', 'create view mine as select 1 as one', []],
    [
      'nothing, when they added a function of their own',
      `create function mine() returns int language sql as 'select 1'`,
      [],
    ],
  ])(
    'names %s',
    async (_what, change, expected) => {
      await library.sql.query(change);
      const found = await drift();
      for (const one of expected) expect(found).toEqual(expect.arrayContaining([expect.stringContaining(one)]));
      expect(found.length > 0).toBe(expected.length > 0);
    },
    30_000,
  );
});

describe('trellis doctor with a user that may do everything', () => {
  const library = useCommandLibrary();

  it('reports a superuser, and the role that may use programs of the server', async () => {
    const ids = async (url: string) => {
      library.env = { DATABASE_URL: url };
      const { findings } = (await library.json<Diagnosis>('doctor')).result;
      return findings.filter(({ code }) => code === 'database_user_too_powerful').flatMap((one) => one.ids);
    };
    const reader = await library.readerUrl();
    const { username } = new URL(reader);
    expect(await ids(library.url)).toEqual([`${new URL(library.url).username} is a superuser`]);
    expect(await ids(reader)).toEqual([]);
    await library.sql.query(`grant pg_execute_server_program to ${username}`);
    expect(await ids(reader)).toEqual([`${username} is a member of pg_execute_server_program`]);
  }, 60_000);
});

describe('trellis doctor on a database that cannot be used', () => {
  const library = useCommandLibraryPerTest();

  it('names the property and the cure', async () => {
    await library.sql.query(`do $$ begin
      execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$`);
    const { result } = await library.json<Diagnosis>('doctor');
    expect(result.findings).toMatchObject([
      { code: 'database_unfit', ids: [expect.stringContaining('Set default_transaction_read_only to off')] },
    ]);
  }, 30_000);
});
