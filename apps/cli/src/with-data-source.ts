import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { postgresOptions } from '@trellis/database';
import { withDatabase } from './with-database.ts';

/** Runs `work` on a small pool of the configured database, which must have the present schema. */
export const withDataSource = (
  entities: EntityTarget<ObjectLiteral>[],
  work: (dataSource: DataSource) => Promise<void>,
): Promise<void> =>
  withDatabase(async (url) => {
    const options = postgresOptions(url, { applicationName: 'trellis-cli', poolSize: 2 });
    const dataSource = await new DataSource({ ...options, entities: entities as never[] }).initialize();
    try {
      await work(dataSource);
    } finally {
      await dataSource.destroy();
    }
  });
