import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { AuditSealEntity } from './audit/audit-seal.entity.ts';
import { AuditEntryEntity } from './audit/audit-entry.entity.ts';
import { Database } from './database.ts';
import { postgresOptions } from './postgres-options.ts';

export interface DatabaseModuleOptions {
  /** postgres:// URL. */
  url: string;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
}

/** The connection pool, shared by every pack of the process. A pack registers its entities with `entities`. */
@Module({})
export class DatabaseModule {
  static forRoot({ url, applicationName }: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({
            ...postgresOptions(url, { applicationName }),
            autoLoadEntities: true,
            retryAttempts: 3,
          }),
        }),
        DatabaseModule.entities([AuditEntryEntity, AuditSealEntity]),
      ],
      providers: [Database],
      exports: [Database],
    };
  }

  /**
   * The tables of a pack. Packs use nothing else of Nest's TypeORM module: its repositories do not join transactions.
   */
  static entities(entities: readonly EntityTarget<ObjectLiteral>[]): DynamicModule {
    return TypeOrmModule.forFeature([...entities] as never[]);
  }
}
