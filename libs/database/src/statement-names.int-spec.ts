import { DataSource } from 'typeorm';
import { Database } from './database.ts';
import { postgresOptions } from './postgres-options.ts';
import { StatementNames } from './statement-names.ts';
import { freshDatabase, type FreshDatabase } from './testing.ts';

describe('a statement that is used again and again', () => {
  let database: FreshDatabase;
  let pool: DataSource;

  beforeAll(async () => {
    database = await freshDatabase({ empty: true });
    pool = await new DataSource(postgresOptions(database.url, { poolSize: 1 })).initialize();
    await pool.query('create table notes (id int, text text)');
  });
  afterAll(async () => {
    await pool.destroy();
    await database.drop();
  });

  const repeat = async (sql: string, times = 8) => {
    const answers: unknown[] = [];
    for (let n = 0; n < times; n += 1) answers.push(await pool.query(sql, [n]));
    return answers;
  };
  const prepared = async () => {
    const rows = await pool.query<{ text: string }[]>('select statement as text from pg_prepared_statements');
    return rows.map(({ text }) => text);
  };

  it('is prepared once', async () => {
    expect(await repeat('select $1::int as n')).toEqual(Array.from({ length: 8 }, (_, n) => [{ n }]));
    expect(await prepared()).toContain('select $1::int as n');
    await pool.query('select $1::int as rare', [1]);
    expect(await prepared()).not.toContain('select $1::int as rare');
  });

  it('has the same name in every process, and another text has another one', () => {
    const nameIn = (names: StatementNames, text: string) =>
      Array.from({ length: 9 }, () => names.of(text)).at(-1) as string;
    const [one, other] = [new StatementNames(), new StatementNames()];
    nameIn(other, 'select 2');
    expect(nameIn(one, 'select 1')).toBe(nameIn(other, 'select 1'));
    expect(nameIn(one, 'select 2')).not.toBe(nameIn(one, 'select 1'));
  });

  it('is prepared again when its table has changed, also in a transaction', async () => {
    await pool.query(`insert into notes values (1, 'a')`);
    const sql = 'select * from notes where id > $1';
    await repeat(sql);
    await pool.query('alter table notes add column more int');
    expect(await pool.query(sql, [0])).toEqual([{ id: 1, text: 'a', more: null }]);
    await repeat(sql);
    await pool.query('alter table notes drop column more');
    const inTransaction = new Database(pool).transaction((manager) => manager.query(sql, [0]));
    expect(await inTransaction).toEqual([{ id: 1, text: 'a' }]);
  });

  it('has no name any more when a pooler has lost it', async () => {
    const sql = 'select $1::int as pooled';
    await repeat(sql);
    await pool.query('deallocate all');
    expect(await pool.query(sql, [3])).toEqual([{ pooled: 3 }]);
    expect(await repeat(sql)).toHaveLength(8);
    expect(await prepared()).toEqual([]);
  });
});
