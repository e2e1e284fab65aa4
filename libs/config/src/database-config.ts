import { resolve } from 'node:path';
import { IsNotEmpty, IsOptional, Matches, ValidateIf } from 'class-validator';
import { launchDefaults } from './launch-settings.ts';
import { Setting } from './setting.ts';

const POSTGRES_URL = /^postgres(ql)?:\/\/\S+$/;

/** Where the rows are, and the folder of everything that is kept on this machine. */
export class DatabaseConfig {
  @Setting({
    shown: 'embedded PostgreSQL',
    doc: 'PostgreSQL 15 or newer; run `npm run trellis -- migrate up` before the first start and after an upgrade',
  })
  @ValidateIf(({ DATABASE_URL, MIGRATION_DATABASE_URL }: DatabaseConfig) =>
    Boolean(DATABASE_URL ?? MIGRATION_DATABASE_URL),
  )
  @Matches(POSTGRES_URL, {
    message: ({ value }) => (value ? 'must be a postgres:// URL' : 'is required with MIGRATION_DATABASE_URL'),
  })
  DATABASE_URL?: string;

  @Setting({
    shown: '`DATABASE_URL`',
    doc: 'The same database as its owner, for `migrate` only; the user of `DATABASE_URL` then needs no right to change the schema',
  })
  @IsOptional()
  @Matches(POSTGRES_URL, { message: 'must be a postgres:// URL' })
  MIGRATION_DATABASE_URL?: string;

  @Setting({
    fallback: () => resolve(launchDefaults.dataDir),
    shown: '`var`',
    read: resolve,
    doc: 'Folder for the embedded database, disk storage, candidates and `admin-key`',
  })
  @IsNotEmpty()
  TRELLIS_DATA_DIR!: string;
}
