import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '@trellis/database/testing';

/** A fresh database of the suite with these rows, and one connection that attacks it. */
export function useAttackedDatabase(...rows: readonly string[]) {
  const used = {} as { database: FreshDatabase; client: Client };
  beforeAll(async () => {
    used.database = await freshDatabase();
    used.client = new Client({ connectionString: used.database.url });
    await used.client.connect();
    for (const statement of rows) await used.client.query(statement);
  });
  afterAll(async () => {
    await used.client.end();
    await used.database.drop();
  });
  return used;
}

/** The statement, or the end of its transaction, is refused by this constraint. Nothing of it stays. */
export async function expectRefused(client: Client, statement: string, constraint: string): Promise<void> {
  await client.query('begin');
  const attack = async () => {
    await client.query(statement);
    await client.query('set constraints all immediate');
  };
  await expect(attack()).rejects.toMatchObject({ constraint });
  await client.query('rollback');
}
