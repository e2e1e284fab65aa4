import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccessModule } from '@trellis/access';
import { packs, published, references, settings, subscriptions } from '@trellis/all';
import { ConfigModule, loadConfig, type TrellisConfig } from '@trellis/config';
import { DatabaseModule } from '@trellis/database';
import { EventsModule } from '@trellis/events';
import { HttpModule } from '@trellis/http';
import { UsageError, type Resolve } from '@trellis/manifest';
import { Migrator } from '@trellis/migrations';
import { SecretsModule } from '@trellis/secrets';
import { StorageModule } from '@trellis/storage';
import { withAdvice } from './watched.ts';
import { withDatabase } from './with-database.ts';

/** The packs without a server, for the commands. */
@Module({})
class CliModule {
  static forRoot(config: TrellisConfig, url: string): DynamicModule {
    return {
      module: CliModule,
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot({ url, applicationName: 'trellis-cli' }),
        EventsModule.forRoot({ url, works: false, published }),
        HttpModule.forRoot({ references }),
        SecretsModule,
        AccessModule,
        StorageModule,
        ...packs.map(({ module }) => module),
      ],
    };
  }
}

/** Runs `work` with the packs on the configured database and store. @throws PendingMigrationsError */
export const withApplication = (work: (resolve: Resolve, config: TrellisConfig) => Promise<void>): Promise<void> =>
  withDatabase(async ({ work: url }) => {
    const { pending } = await Migrator.use(url, subscriptions, (migrator) => migrator.status());
    if (pending.length > 0) throw new PendingMigrationsError(pending);
    const config = loadConfig(undefined, settings);
    const app = await NestFactory.createApplicationContext(CliModule.forRoot(config, url), {
      abortOnError: false,
      logger: false,
    });
    const resolve: Resolve = (type) => app.get(type, { strict: false });
    try {
      await withAdvice('Run the command again when the database is available.', () => work(resolve, config));
    } finally {
      await app.close();
    }
  });

/** The schema of the database is older than this version. */
export class PendingMigrationsError extends UsageError {
  constructor(readonly pending: readonly string[]) {
    super(`The database lacks these migrations: ${pending.join(', ')}. Run: trellis migrate up`);
  }
}
