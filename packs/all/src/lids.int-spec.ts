import { useDatabase } from '@trellis/testing/jest';
import { packs, references } from './index.ts';

/** Tables of the libraries and of the migrations themselves. */
const NOT_OF_PACKS = [
  'ai_budget_days',
  'ai_calls',
  'api_keys',
  'audit_log',
  'audit_seals',
  'idempotency_keys',
  'schema_migrations',
  'sessions',
  'sign_in_codes',
];

describe('the manifests and the database', () => {
  const database = useDatabase();
  const column = async (sql: string) =>
    (await database.client.query<{ name: string }>(sql)).rows.map(({ name }) => name);

  it('lists every table once', async () => {
    const there = await column(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
    );
    expect([...packs.flatMap(({ tables }) => tables), ...NOT_OF_PACKS].sort()).toEqual(there);
  });

  it('lists every published view with its columns', async () => {
    const { rows } = await database.client.query<{ name: string; columns: string[] }>(`
      select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'v' group by 1`);
    const published = Object.assign({}, ...packs.map(({ views = {} }) => views)) as Record<string, readonly string[]>;
    expect(Object.fromEntries(rows.map(({ name, columns }) => [name, columns]))).toEqual(published);
    const misnamed = packs.flatMap(({ name, views = {} }) =>
      Object.keys(views).filter((view) => !view.startsWith(`pub_${name.replaceAll('-', '_')}_`)),
    );
    expect(misnamed).toEqual([]);
  });

  it('have a name for every restricting foreign key', async () => {
    const restricting = await column(
      `select conname as name from pg_constraint where contype = 'f' and confdeltype in ('a', 'r') and connamespace = 'public'::regnamespace order by 1`,
    );
    expect(Object.keys(references).sort()).toEqual(restricting);
  });
});
