import { useApp } from '../support/use-app.spec-support.ts';

describe('the entities', () => {
  const app = useApp({ works: false });

  it('describe the schema of the migrations, including every constraint', async () => {
    const { upQueries } = await app.pool.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('cover every table', async () => {
    const tables = await app.dataSource.query<{ relname: string }[]>(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'schema_migrations'`,
    );
    expect(tables.map(({ relname }) => relname).sort()).toEqual(
      app.pool.entityMetadatas.map(({ tableName }) => tableName).sort(),
    );
  });

  it('name every constraint after its table', async () => {
    const odd = await app.dataSource.query<object[]>(
      `select conname from pg_constraint where connamespace = 'public'::regnamespace
         and contype in ('p', 'u', 'f', 'c') and conname !~ ('^(pk|uq|fk|ck)_' || conrelid::regclass)`,
    );
    expect(odd).toEqual([]);
  });
});
