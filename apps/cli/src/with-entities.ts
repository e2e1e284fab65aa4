import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { Database, postgresOptions } from '@trellis/database';
import { withDatabase } from './with-database.ts';

/** Runs `work` on a small pool of the configured database, with these entities and without the application. */
export const withEntities = (
  entities: EntityTarget<ObjectLiteral>[],
  work: (database: Database) => Promise<void>,
): Promise<void> =>
  withDatabase(async ({ work: url }) => {
    const options = postgresOptions(url, { applicationName: 'trellis-cli', poolSize: 2 });
    const dataSource = await new DataSource({ ...options, entities: entities as never[] }).initialize();
    try {
      await work(new Database(dataSource));
    } finally {
      await dataSource.destroy();
    }
  });
