import { Test, type TestingModule } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { ModuleMetadata, Type } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConfigModule, loadConfig, type TrellisConfig } from '@trellis/config';
import { DatabaseModule } from '@trellis/database';
import { freshDatabase } from '@trellis/database/testing';
import { EventsModule } from '@trellis/events';
import { HttpModule } from '@trellis/http';
import { temporaryDirectory } from './temporary-directory.ts';

export interface RunningPack {
  module: TestingModule;
  dataSource: DataSource;
  config: TrellisConfig;
  close(): Promise<void>;
}

/** One pack on a real, migrated database of its own, with its listeners registered (`init`), and nothing above it. */
export async function startPack(
  imports: NonNullable<ModuleMetadata['imports']>,
  { standIns = [] as Type<unknown>[], works = false, env = {} as NodeJS.ProcessEnv } = {},
): Promise<RunningPack> {
  const database = await freshDatabase();
  const directory = await temporaryDirectory();
  const config = loadConfig({ TRELLIS_DATA_DIR: directory.path, LOG_LEVEL: 'silent', ...env });
  const module = await Test.createTestingModule({
    imports: [
      ConfigModule.forRoot(config),
      DatabaseModule.forRoot({ url: database.url }),
      EventsModule.forRoot({ url: database.url, works }),
      TypeOrmModule.forFeature(standIns),
      HttpModule,
      ...imports,
    ],
  }).compile();
  module.useLogger(false);
  await module.init();
  const close = async () => {
    await module.close();
    await database.drop();
    await directory.remove();
  };
  return { module, dataSource: module.get(DataSource), config, close };
}
