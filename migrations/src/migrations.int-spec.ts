import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '@trellis/database/testing';
import type { QueueOwner } from '@trellis/events';
import { expectedGuards } from './expected-guards.ts';
import { Migrator, changedMigrations, checksums, migrations, guardDrift } from './index.ts';
import { landed } from './landed.ts';
import { guardsOf } from './guard-drift.ts';
import { oldLibrary } from './old-library.spec-support.ts';

const owners = [
  { as: 'test.listener', tries: 10, priority: 0, event: { eventName: 'test.happened', version: 1 } },
] as never as QueueOwner[];

describe('migrations', () => {
  let database: FreshDatabase;
  let migrator: Migrator;
  let client: Client;

  beforeEach(async () => {
    database = await freshDatabase({ empty: true });
    migrator = await Migrator.connect(database.url, owners);
    client = new Client({ connectionString: database.url });
    await client.connect();
  });

  afterEach(async () => {
    await client.end();
    await migrator.close();
    await database.drop();
  });

  const objects = async () => {
    const { rows } = await client.query(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relname not like '%schema_migrations%'
       union select proname from pg_proc where pronamespace = 'public'::regnamespace
       union select tgname from pg_trigger where not tgisinternal order by 1`,
    );
    return rows.map(({ name }) => name as string);
  };

  /** Step by step, as `migrate down` does; returns the announced SQL of the last step. */
  const downToNothing = async () => {
    let plan: string[] = [];
    for (const _ of migrations) {
      plan = await migrator.plan('down');
      await migrator.down();
    }
    return plan;
  };

  const queues = async () =>
    (await client.query(`select to_jsonb(q) - 'created_on' - 'updated_on' as queue from pgboss.queue q order by name`))
      .rows;

  it('go up, leave nothing behind when they go down, and go up again to the same schema', async () => {
    await migrator.up();
    const first = await objects();
    expect(first).toContain('cluster_links');
    const plan = await downToNothing();
    expect(await objects()).toEqual([]);
    expect((await client.query(`select to_regnamespace('pgboss') as queue`)).rows).toEqual([{ queue: null }]);
    expect(plan.at(-1)).toBe('drop schema pgboss cascade;');
    expect(await migrator.down()).toEqual([]);
    await migrator.up();
    expect(await objects()).toEqual(first);
  });

  it('make the functions and triggers that doctor compares with (npm run guards writes them down)', async () => {
    await migrator.up();
    const query = async (sql: string) => (await client.query<{ line: string }>(sql)).rows;
    expect(await guardDrift({ query })).toEqual([]);
    expect(expectedGuards).toEqual(await guardsOf({ query }));
  });

  it('have not changed since they landed (a new one: npm run guards)', async () => {
    expect(Object.fromEntries(await checksums())).toEqual(landed);
  });

  it('are kept with the checksum of their statements, and a changed one is found', async () => {
    await migrator.up();
    const query = async <T>(sql: string) => (await client.query(sql)).rows as T;
    expect(await changedMigrations({ query })).toEqual([]);
    await client.query(`update schema_migrations set checksum = 'other' where name like 'Photos%'`);
    expect(await changedMigrations({ query })).toEqual(['Photos1767225600005']);
  });

  it('get their checksum with the next `up` when they ran before checksums were kept', async () => {
    await migrator.up();
    await migrator.down();
    await client.query('alter table schema_migrations drop column checksum');
    await migrator.up();
    const { rows } = await client.query('select name, checksum from schema_migrations order by name');
    expect(Object.fromEntries(rows.map(({ name, checksum }) => [name, checksum]))).toEqual(landed);
  });

  it('heal a library that ran LinksFromCompletion before it had its second trigger, and go down', async () => {
    await migrator.up('PublishedViews');
    await client.query(`drop trigger tr_photos_unposted on photos; drop function reopen_link_for_unposting`);
    await migrator.up();
    const query = async (sql: string) => (await client.query<{ line: string }>(sql)).rows;
    expect(await guardDrift({ query })).toEqual([]);
    await downToNothing();
    expect(await objects()).toEqual([]);
  });

  it('wait for each other when two are started at once, and run each statement once', async () => {
    const other = await Migrator.connect(database.url, owners);
    const [a, b] = await Promise.all([migrator.up(), other.up()]);
    await other.close();
    expect([a.length, b.length].sort()).toEqual([0, migrations.length + 1]);
    expect((await migrator.status()).pending).toEqual([]);
  });

  it('print their SQL, which can be run by hand', async () => {
    const plan = await migrator.plan('up');
    expect(plan.join('\n')).toContain('create table cluster_links');
    const before = await migrator.status();
    expect([before.applied, before.pending.length]).toEqual([[], migrations.length + 1]);
    for (const statement of plan) await client.query(statement);
    expect(await migrator.status()).toEqual({ applied: before.pending.slice(0, -1), pending: [] });
    const byHand = [await objects(), await queues()];
    for (const statement of await migrator.plan('down', migrations[0]?.name)) await client.query(statement);
    expect((await migrator.status()).applied).toEqual([migrations[0]?.name]);
    await client.query('drop schema pgboss cascade');
    await migrator.up();
    expect([await objects(), await queues()]).toEqual(byHand);
  });

  it('detect an outdated schema of the queues, and print the SQL for it', async () => {
    await migrator.up();
    await client.query('update pgboss.version set version = version - 1');
    expect((await migrator.status()).pending).toEqual(['Queues']);
    expect((await migrator.plan('up')).join('\n')).toContain('pgboss.version');
  });

  it('change nothing for an unknown target', async () => {
    await migrator.up('Photos');
    expect(await migrator.down('Clustering')).toEqual([]);
    expect((await migrator.status()).applied).toHaveLength(5);
  });

  it('refuse a name that does not exist', async () => {
    for (const name of ['Nonsense', 'P', 'Content'])
      await expect(migrator.up(name)).rejects.toThrow(`There is no migration ${name}`);
  });

  it('upgrade and downgrade a database from before clustering without losing a row', async () => {
    await migrator.up('Photos');
    await client.query(oldLibrary);
    const rows = async () => {
      const counts = ['personas', 'pipeline_runs', 'image_candidates', 'photos', 'photo_objects'].map(
        (table) => `(select json_agg(${WITH_ID_AS_TEXT} order by t::text) from ${table} t) as ${table}`,
      );
      return (await client.query(`select ${counts.join(', ')}`)).rows[0] as Tables;
    };
    const before = await rows();
    expect(before['pipeline_runs']).toHaveLength(23);
    await migrator.up();
    expect(
      (await client.query('select count(*)::int as n from pipeline_runs where cluster_id is null')).rows[0].n,
    ).toBe(23);
    expect(asBefore(await rows(), before)).toEqual(before);
    await migrator.down('Photos');
    expect(await rows()).toEqual(before);
  });
});

type Tables = Record<string, Record<string, unknown>[]>;

/** Without the columns that were added since. */
const asBefore = (after: Tables, before: Tables): Tables =>
  Object.fromEntries(
    Object.entries(after).map(([table, rows]) => {
      const known = new Set(Object.keys(before[table]?.[0] ?? {}));
      return [
        table,
        rows.map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => known.has(column)))),
      ];
    }),
  );

/** Legacy ids were numbers until `LegacyIds`. */
const WITH_ID_AS_TEXT = `(to_jsonb(t) - 'cluster_id') || jsonb_build_object('legacy_id', to_jsonb(t) ->> 'legacy_id')`;
