import { randomBytes } from 'node:crypto';
import { freshDatabase, onServer, type FreshDatabase } from '@trellis/database/testing';
import { Client } from 'pg';
import { Migrator } from './migrator.ts';

const WORKING_ROLE = 'WorkingRole';

const PASSWORD = `s'e"c 100%`;
const IN_SQL = `'${PASSWORD.replaceAll("'", "''")}'`;

/** A URL of a user that does not exist yet, with a password that has to be escaped. */
function aWorkUrl(url: string): string {
  const work = new URL(url);
  work.username = `worker_${randomBytes(6).toString('hex')}`;
  work.password = encodeURIComponent(PASSWORD);
  return work.href;
}

async function as<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
}

const roleOf = (url: string): string => new URL(url).username;

describe('the working role', () => {
  let database: FreshDatabase;
  const made: string[] = [];

  const newUrl = (): string => {
    const url = aWorkUrl(database.url);
    made.push(url);
    return url;
  };
  const up = (work: string) => Migrator.use({ owner: database.url, work }, [], (migrator) => migrator.up());

  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(async () => {
    await database.drop();
    for (const url of made.splice(0))
      await onServer(`drop role if exists "${decodeURIComponent(roleOf(url)).replaceAll('"', '""')}"`);
  });

  it('is made by migrate up on an existing library, once, and may then work', async () => {
    const work = newUrl();
    await as(database.url, (client) => client.query(`insert into personas (id, name) values (gen_random_uuid(), 'a')`));
    const before = await Migrator.use({ owner: database.url, work }, [], (migrator) => migrator.status());
    expect(before.pending).toEqual([WORKING_ROLE]);
    expect(await up(work)).toEqual([WORKING_ROLE]);
    expect(await up(work)).toEqual([]);
    await as(work, async (client) => {
      expect((await client.query('update personas set name = $1', ['b'])).rowCount).toBe(1);
      await client.query('select * from pub_photos_photos');
      await client.query('select count(*) from pgboss.job');
    });
    const after = await Migrator.use(work, [], (migrator) => migrator.status());
    expect(after.pending).toEqual([]);
  });

  it('is planned without its password, and the plan can be run by hand', async () => {
    const work = newUrl();
    const plan = await Migrator.use({ owner: database.url, work }, [], (migrator) => migrator.plan('up'));
    expect(plan).toHaveLength(2);
    expect(plan[0]).toBe(`create role "${roleOf(work)}" login password '<the password in DATABASE_URL>';`);
    await as(database.url, async (client) => {
      await client.query(`create role ${roleOf(work)} login password ${IN_SQL}`);
      await client.query(plan[1] as string);
    });
    expect(await up(work)).toEqual([]);
  });

  it('is made without its password in the log of the server', async () => {
    const work = newUrl();
    const name = new URL(database.url).pathname.slice(1);
    const log = await as(database.url, async (client) => {
      await client.query(`alter database ${name} set log_statement = 'all'`);
      await up(work);
      return client.query<{ text: string }>(`select pg_read_file('server.log') as text`);
    });
    expect(log.rows[0]?.text).toContain(`create role "${roleOf(work)}" login password 'SCRAM-SHA-256$`);
    expect(log.rows[0]?.text).not.toContain('100%');
    await as(work, (client) => client.query('select 1'));
  });

  it.each([
    ['create a table', 'create table mine (id int)'],
    ['create a temporary table', 'create temp table audit_log (id int)'],
    ['create a schema', 'create schema mine'],
    ['change a table', 'alter table personas add column mine int'],
    ['switch off the guard of the audit log', 'alter table audit_log disable trigger all'],
    [
      'replace the guard of the audit log',
      `create or replace function refuse_change() returns trigger language plpgsql as 'begin return new; end'`,
    ],
    ['switch off every guard', 'set session_replication_role = replica'],
    ['change an audit row', `update audit_log set actor = 'other'`],
    ['delete an audit row', 'delete from audit_log'],
    ['empty a table', 'truncate personas'],
    ['claim that a migration ran', `insert into schema_migrations (name) values ('x')`],
    ['create a queue table', 'create table pgboss.mine (id int)'],
    ['read a file of the server', `select pg_read_file('/etc/passwd')`],
    ['run a program on the server', `copy personas (name) from program 'id'`],
    ['create a role', 'create role other superuser'],
  ])('may not %s', async (_what, statement) => {
    // A copy of a database has the rights on its tables, and not those on the database itself.
    await up(database.workUrl);
    await as(database.workUrl, (client) =>
      expect(client.query(statement)).rejects.toThrow(/permission denied|must be owner|must be superuser/),
    );
  });

  it.each([
    ['to it', (role: string) => `grant all on all tables in schema public to ${role}`],
    ['to everyone', () => 'grant all on audit_log, votes to public'],
    ['to it on a column', (role: string) => `grant update (actor) on audit_log to ${role}`],
    ['to everyone on the schema', () => 'grant create on schema public to public'],
  ])('loses rights that were given %s by hand', async (_what, grant) => {
    const work = newUrl();
    await up(work);
    await as(database.url, (client) => client.query(grant(roleOf(work))));
    expect(await up(work)).toEqual([WORKING_ROLE]);
    expect(await up(work)).toEqual([]);
    await as(work, async (client) => {
      await expect(client.query('delete from audit_log')).rejects.toThrow('permission denied');
      await expect(client.query(`update audit_log set actor = 'x'`)).rejects.toThrow('permission denied');
      await expect(client.query('create table mine (id int)')).rejects.toThrow('permission denied');
    });
  });

  it('gets no rights on the tables of others, which do not stop anything either', async () => {
    const work = newUrl();
    await as(database.url, (client) => client.query('create table of_others (id int)'));
    expect(await up(work)).toEqual([WORKING_ROLE]);
    expect(await up(work)).toEqual([]);
    expect((await Migrator.use(work, [], (migrator) => migrator.status())).pending).toEqual([]);
    await as(work, (client) => expect(client.query('select * from of_others')).rejects.toThrow('permission denied'));
  });

  it('may have a name that has to be quoted', async () => {
    const work = newUrl();
    const odd = new URL(work);
    odd.username = encodeURIComponent(`it's "100%" ${roleOf(work)}`);
    made.push(odd.href);
    expect(await up(odd.href)).toEqual([WORKING_ROLE]);
    await as(odd.href, (client) => client.query('select 1 from personas'));
  });

  it('cannot be made by an owner without that right, and the refusal has the statement', async () => {
    const owner = newUrl();
    const work = newUrl();
    await onServer(`create role ${roleOf(owner)} login password ${IN_SQL}`);
    await onServer(`alter database ${new URL(database.url).pathname.slice(1)} owner to ${roleOf(owner)}`);
    await as(database.url, (client) => client.query('drop schema pgboss cascade; drop schema public cascade'));
    await as(owner, (client) => client.query('create schema public'));
    const migrate = () => Migrator.use({ owner, work }, [], (migrator) => migrator.up());
    await expect(migrate()).rejects.toThrow(`run: create role "${roleOf(work)}" login password`);
    await onServer(`create role ${roleOf(work)} login password ${IN_SQL}`);
    expect(await migrate()).toEqual([WORKING_ROLE]);
    await as(work, async (client) => {
      await client.query(`insert into personas (id, name) values (gen_random_uuid(), 'a')`);
      await expect(client.query('drop table votes cascade')).rejects.toThrow('must be owner');
    });
  });
});

describe('one user for everything', () => {
  it('keeps working, and nothing is pending', async () => {
    const database = await freshDatabase();
    const { pending } = await Migrator.use(database.url, [], (migrator) => migrator.status());
    expect(pending).toEqual([]);
    await database.drop();
  });
});
