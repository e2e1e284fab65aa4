import { afterAll, beforeAll } from '@jest/globals';
import { freshDatabase } from '@trellis/database/testing';
import { Client } from 'pg';
import { startPack, type PackOptions, type RunningPack } from './start-pack.ts';

/** One pack for every test of the surrounding `describe`: started before the first, closed after the last. */
export function usePack(imports: Parameters<typeof startPack>[0], options: PackOptions = {}): RunningPack {
  const pack = {} as RunningPack;
  beforeAll(async () => void Object.assign(pack, await startPack(imports, options)));
  afterAll(() => pack.close());
  return pack;
}

/** A migrated database for every test of the surrounding `describe`, with a connected client. */
export function useDatabase(): { client: Client; url: string } {
  const database = {} as { client: Client; url: string; drop(): Promise<void> };
  beforeAll(async () => {
    Object.assign(database, await freshDatabase());
    database.client = new Client({ connectionString: database.url });
    await database.client.connect();
  });
  afterAll(async () => {
    await database.client.end();
    await database.drop();
  });
  return database;
}
