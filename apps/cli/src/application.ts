import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClusteringModule } from '@trellis/clustering';
import { ConfigModule, loadConfig, type TrellisConfig } from '@trellis/config';
import { DatabaseModule } from '@trellis/database';
import { EventsModule } from '@trellis/events';
import { HttpModule } from '@trellis/http';
import { DomainError } from '@trellis/kernel';
import { Migrator } from '@trellis/migrations';
import { PhotosModule } from '@trellis/photos';
import { StorageModule } from '@trellis/storage';
import { goingOn } from './watched.ts';
import { withDatabase } from './with-database.ts';

/** The packs without a server around them: what the commands that link and clean up work with. */
@Module({})
class CliModule {
  static forRoot(config: TrellisConfig, url: string): DynamicModule {
    return {
      module: CliModule,
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot({ url, applicationName: 'trellis-cli' }),
        EventsModule.forRoot({ url, works: false }),
        ...[HttpModule, StorageModule, PhotosModule, ClusteringModule],
      ],
    };
  }
}

/** Runs `work` with the packs on the configured database and store. @throws DomainError where migrations are pending */
export const withApplication = (
  work: (app: INestApplicationContext, config: TrellisConfig) => Promise<void>,
): Promise<void> =>
  withDatabase(async (url) => {
    const pending = await pendingMigrations(url);
    if (pending.length > 0) throw new PendingMigrationsError(pending);
    const config = loadConfig();
    const app = await NestFactory.createApplicationContext(CliModule.forRoot(config, url), {
      abortOnError: false,
      logger: false,
    });
    try {
      await goingOn('Once it is back, the same command goes on, or begins anew.', () => work(app, config));
    } finally {
      await app.close();
    }
  });

/** The database is not the one that these commands know. */
export class PendingMigrationsError extends DomainError {
  constructor(readonly pending: readonly string[]) {
    super('validation_failed', 'invalid', `The database lacks ${pending.join(', ')}. Run: trellis migrate up`);
  }
}

async function pendingMigrations(url: string): Promise<string[]> {
  const migrator = await Migrator.connect(url);
  try {
    return (await migrator.status()).pending;
  } finally {
    await migrator.close();
  }
}
