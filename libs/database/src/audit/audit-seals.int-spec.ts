import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { AuditEntryEntity } from './audit-entry.entity.ts';
import { SEAL_ROWS, sealAudit, sealsAfter } from './audit-seals.ts';
import { Database } from '../database.ts';
import { postgresOptions } from '../postgres-options.ts';
import { freshDatabase, type FreshDatabase } from '../testing.ts';

describe('the seals of the audit log', () => {
  let database: FreshDatabase;
  let pool: DataSource;
  let owner: Client;
  let log: Database;

  beforeEach(async () => {
    database = await freshDatabase();
    pool = await new DataSource({ ...postgresOptions(database.workUrl), entities: [AuditEntryEntity] }).initialize();
    log = new Database(pool);
    owner = new Client({ connectionString: database.url });
    await owner.connect();
    // The database sets the time of a row. Only its owner can move rows into the past.
    await owner.query('alter table audit_log disable trigger user; alter table audit_seals disable trigger user');
  });
  afterEach(async () => {
    await owner.end();
    await pool.destroy();
    await database.drop();
  });

  const add = (rows: number, age: string, by: Client = owner) =>
    by.query(
      `insert into audit_log (id, at, actor, action, subject_type, subject_id, data)
       select gen_random_uuid(), now() - $2::interval, 'key:a', 'x.y', 'x', n::text, jsonb_build_object('n', n)
       from generate_series(1, $1) n`,
      [rows, age],
    );
  const faults = async () => (await sealsAfter(log)).map(({ fault }) => fault);

  it('cover rows older than 60 s, in a chain, and every row once', async () => {
    await add(3, '5 minutes');
    await add(2, '10 seconds');
    expect(await sealAudit(log)).toBe(3);
    expect(await sealAudit(log)).toBe(0);
    await add(4, '2 minutes');
    expect(await sealAudit(log)).toBe(4);
    const { rows } = await owner.query<{ hash: string; previous: string }>('select * from audit_seals order by to_at');
    expect(rows.map(({ previous }) => previous)).toEqual(['', rows[0]?.hash]);
    expect(await faults()).toEqual([null, null]);
  });

  it('cover a long log in several steps', async () => {
    await add(SEAL_ROWS + 5, '1 hour');
    expect([await sealAudit(log), await sealAudit(log), await sealAudit(log)]).toEqual([SEAL_ROWS, 5, 0]);
    expect(await faults()).toEqual([null, null]);
  });

  it.each([
    ['changed', `update audit_log set actor = 'key:b' where subject_id = '2'`, 'a row differs from the sealed one'],
    ['removed', `delete from audit_log where subject_id = '2'`, '2 rows, and 3 when it was sealed'],
    ['whose key was changed', `update audit_log set actor_id = gen_random_uuid()`, 'a row differs'],
    ['whose data was changed', `update audit_log set data = '{}' where subject_id = '3'`, 'a row differs'],
  ])('find a row that was %s', async (_what, change, fault) => {
    await add(3, '5 minutes');
    await sealAudit(log);
    await owner.query(change);
    expect(await faults()).toEqual([expect.stringContaining(fault)]);
  });

  it('find a row that was added among sealed ones, and a seal that was removed', async () => {
    for (const age of ['4 hours', '3 hours', '2 hours']) {
      await add(2, age);
      await sealAudit(log);
    }
    await add(1, '200 minutes');
    expect(await faults()).toEqual([null, expect.stringContaining('3 rows, and 2'), null]);
    await owner.query(
      `delete from audit_log where subject_id = '1' and at = (select max(at) from audit_log where at < now() - interval '190 minutes')`,
    );
    await owner.query('delete from audit_seals where to_at = (select min(to_at) from audit_seals)');
    expect((await faults())[0]).toContain('the seal before it is not the one it follows');
  });

  it.each([
    ['the same user', () => database.workUrl],
    ['another user', () => database.url],
  ])('wait for rows of an open transaction of %s', async (_who, url) => {
    await owner.query('alter table audit_log enable trigger user');
    const writer = new Client({ connectionString: url() });
    await writer.connect();
    const insert = (by: Client) =>
      by.query(`insert into audit_log (id, actor, action, subject_type, subject_id) values ($1, 'a', 'b', 'c', 'd')`, [
        randomUUID(),
      ]);
    await writer.query('begin');
    await insert(writer);
    await insert(owner);
    expect(await sealAudit(log, '0 seconds')).toBe(0);
    await writer.query('commit');
    expect(await sealAudit(log, '-1 second')).toBe(2);
    expect(await faults()).toEqual([null]);
    await writer.end();
  });

  it('do not wait for a transaction that has written nothing: its rows will be younger', async () => {
    await owner.query('alter table audit_log enable trigger user');
    const idle = new Client({ connectionString: database.workUrl });
    await idle.connect();
    await idle.query('begin; select 1');
    await pool.query(
      `insert into audit_log (id, actor, action, subject_type, subject_id) values ($1, 'a', 'b', 'c', 'd')`,
      [randomUUID()],
    );
    expect(await sealAudit(log, '-1 second')).toBe(1);
    const [row] = (
      await idle.query<{ later: boolean }>(
        `insert into audit_log (id, actor, action, subject_type, subject_id) values ($1, 'a', 'b', 'c', 'late')
         returning at > (select max(to_at) from audit_seals) or at > now() as later`,
        [randomUUID()],
      )
    ).rows;
    expect(row?.later).toBe(true);
    await idle.query('commit');
    await idle.end();
    expect(await sealAudit(log, '-1 second')).toBe(1);
    expect(await faults()).toEqual([null, null]);
  });

  it('are made by one process at a time', async () => {
    await add(SEAL_ROWS * 3, '1 hour');
    const sealed = await Promise.all(Array.from({ length: 6 }, () => sealAudit(log)));
    expect(sealed.filter((rows) => rows > 0).every((rows) => rows === SEAL_ROWS)).toBe(true);
    while ((await sealAudit(log)) > 0);
    expect(await faults()).toEqual([null, null, null]);
  });

  it('cannot be changed or removed by the working role, nor can the log', async () => {
    await add(1, '5 minutes');
    await sealAudit(log);
    for (const sql of [`update audit_seals set hash = ''`, 'delete from audit_seals', 'delete from audit_log'])
      await expect(pool.query(sql)).rejects.toThrow('permission denied');
  });

  it('are of rows whose time the database has set', async () => {
    await owner.query('alter table audit_log enable trigger user');
    await pool.query(
      `insert into audit_log (id, at, actor, action, subject_type, subject_id) values ($1, '2001-01-01', 'a', 'b', 'c', 'd')`,
      [randomUUID()],
    );
    const { rows } = await owner.query<{ now: boolean }>(
      `select at > now() - interval '1 minute' as now from audit_log`,
    );
    expect(rows).toEqual([{ now: true }]);
  });
});
