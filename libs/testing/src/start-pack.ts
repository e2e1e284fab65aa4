import {
  Module,
  type Abstract,
  type DynamicModule,
  type ModuleMetadata,
  type Provider,
  type Type,
} from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { AccessModule } from '@trellis/access';
import { ConfigModule, loadConfig, type TrellisConfig } from '@trellis/config';
import { Database, DatabaseModule } from '@trellis/database';
import { freshDatabase } from '@trellis/database/testing';
import { EventsModule, Subscriptions, installQueues } from '@trellis/events';
import { HttpModule } from '@trellis/http';
import { SecretsModule } from '@trellis/secrets';
import { temporaryDirectory } from './temporary-directory.ts';

export interface RunningPack {
  module: TestingModule;
  dataSource: DataSource;
  database: Database;
  config: TrellisConfig;
  close(): Promise<void>;
}

export interface PackOptions {
  /** Stand-ins for the tables of packs above. */
  standIns?: Type<unknown>[];
  /** Implementations of the ports of packs above, and providers of the test. */
  providers?: Provider[];
  /** Replaced providers of the packs. */
  overrides?: (readonly [token: Abstract<unknown>, value: unknown])[];
  works?: boolean;
  env?: NodeJS.ProcessEnv;
}

/** One pack on a real, migrated database, with its subscribers registered (`init`) and no pack above. */
export async function startPack(
  imports: NonNullable<ModuleMetadata['imports']>,
  { standIns = [], providers = [], overrides = [], works = false, env = {} }: PackOptions = {},
): Promise<RunningPack> {
  const database = await freshDatabase();
  const directory = await temporaryDirectory();
  const config = loadConfig({ TRELLIS_DATA_DIR: directory.path, LOG_LEVEL: 'silent', ...env });
  const builder = Test.createTestingModule({
    imports: [
      ConfigModule.forRoot(config),
      DatabaseModule.forRoot({ url: database.url }),
      EventsModule.forRoot({ url: database.url, works }),
      DatabaseModule.entities(standIns),
      HttpModule.forRoot(),
      SecretsModule,
      AccessModule,
      PortsModule.with(providers),
      ...imports,
    ],
  });
  for (const [token, value] of overrides) builder.overrideProvider(token).useValue(value);
  const module = await builder.compile();
  module.useLogger(false);
  await module.init();
  const subscriptions = module.get(Subscriptions).all;
  if (subscriptions.length > 0) await installQueues(database.url, subscriptions);
  const close = async () => {
    await module.close();
    await database.drop();
    await directory.remove();
  };
  return { module, dataSource: module.get(DataSource), database: module.get(Database), config, close };
}

@Module({})
class PortsModule {
  static with(providers: Provider[]): DynamicModule {
    const tokens = providers.map((provider) => ('provide' in provider ? provider.provide : provider));
    return { module: PortsModule, global: true, providers, exports: tokens };
  }
}
