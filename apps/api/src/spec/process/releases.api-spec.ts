import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { packs, subscriptions } from '@trellis/all';
import { Migrator, changedMigrations, guardDrift } from '@trellis/migrations';
import { freshDatabase, type FreshDatabase } from '@trellis/testing';
import { aLibrary, aLinkedRun } from '../support/library.spec-support.ts';
import { repository } from '../support/process.spec-support.ts';
import { RunningApp } from '../support/running-app.spec-support.ts';

const folder = join(repository, 'migrations/releases');
const releases = readdirSync(folder).filter((file) => file.endsWith('.sql'));

const TABLES = ['personas', 'content_pillars', 'pipeline_runs', 'image_candidates', 'votes', 'photos', 'cluster_links'];

type Tables = Record<string, { row: object }[]>;

/** Without the columns that were added since. */
const asBefore = (after: Tables, before: Tables): Tables =>
  Object.fromEntries(
    Object.entries(after).map(([table, rows]) => {
      const known = new Set(Object.keys(before[table]?.[0]?.row ?? {}));
      const old = (row: object) => Object.fromEntries(Object.entries(row).filter(([column]) => known.has(column)));
      return [table, rows.map(({ row }) => ({ row: old(row) }))];
    }),
  );

interface Page {
  items: { id: string; name: string; postedAt: string | null }[];
}

it('are three', () => {
  expect(releases).toHaveLength(3);
});

describe.each(releases)('a library of the release %s', (file) => {
  let database: FreshDatabase;
  let client: Client;
  const app = new RunningApp();
  let before: Tables;

  const query = async <T>(sql: string) => (await client.query(sql)).rows as T;
  const rows = async () => {
    const all: Tables = {};
    for (const table of TABLES) all[table] = await query(`select to_jsonb(t) as row from ${table} t order by 1`);
    return all;
  };

  beforeAll(async () => {
    database = await freshDatabase({ empty: true });
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(readFileSync(join(folder, file), 'utf8'));
    before = await rows();
    await Migrator.use(database.url, subscriptions, (migrator) => migrator.up());
    await app.start({ works: false, way: async () => database.url });
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await client.end();
    await database.drop();
  });

  it('goes up, with every row and the schema of this version', async () => {
    expect(before['photos']).toHaveLength(5);
    expect(before['pipeline_runs']).toHaveLength(9);
    expect(asBefore(await rows(), before)).toEqual(before);
    expect(await guardDrift({ query })).toEqual([]);
    expect(await changedMigrations({ query })).toEqual([]);
  });

  it('violates no invariant, except that two links have waited since the release', async () => {
    const violated: Record<string, number> = {};
    for (const { code, sql } of packs.flatMap(({ checks = [] }) => checks)) {
      const found = await query<object[]>(sql);
      if (found.length > 0) violated[code] = found.length;
    }
    expect(violated).toEqual({ link_stays_pending: 2 });
  });

  it('works: reads, links a new run, and says why the waiting ones cannot be linked', async () => {
    const photos = await app.ok<Page>('get', '/photos');
    expect(photos.items.filter(({ postedAt }) => postedAt !== null)).toHaveLength(1);
    await app.work();
    await aLinkedRun(app, await aLibrary(app));
    const { items } = await app.ok<Page>('get', '/runs');
    const waiting = items.filter(({ name }) => name.startsWith('waits'));
    expect(waiting).toHaveLength(2);
    for (const { id } of waiting) expect(await app.settled(id)).toMatchObject({ reason: 'image_outside_roots' });
  }, 60_000);

  it('goes down to nothing', async () => {
    await app.app.close();
    await Migrator.use(database.url, subscriptions, async (migrator) => {
      for (;;) if ((await migrator.down()).length === 0) break;
    });
    const left = await query(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
       union select proname from pg_proc where pronamespace = 'public'::regnamespace`,
    );
    expect(left).toEqual([{ name: 'schema_migrations' }]);
  }, 60_000);
});
