import { Client } from 'pg';
import { freshDatabase } from '@trellis/database/testing';
import { Migrator } from './index.ts';
import { oldLibrary } from './old-library.spec-support.ts';

/** An empty database that is migrated step by step. */
export interface MigratedDatabase {
  client: Client;
  migrator: Migrator;
}

/** For every test of the surrounding `describe`: made before the first, dropped after the last. */
export function useMigratedDatabase(prepare: (database: MigratedDatabase) => Promise<unknown>): MigratedDatabase {
  const migrated = {} as MigratedDatabase;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await freshDatabase({ empty: true });
    drop = () => database.drop();
    migrated.migrator = await Migrator.connect(database.url, []);
    migrated.client = new Client({ connectionString: database.url });
    await migrated.client.connect();
    await prepare(migrated);
  });
  afterAll(async () => {
    await migrated.client.end();
    await migrated.migrator.close();
    await drop();
  });
  return migrated;
}

/** The library of an early release, brought to the newest schema; `more` are statements for the early one. */
export const useUpgradedLibrary = (more = ''): MigratedDatabase =>
  useMigratedDatabase(async ({ client, migrator }) => {
    await migrator.up('Photos');
    await client.query(oldLibrary);
    await client.query(more);
    await migrator.up();
  });
