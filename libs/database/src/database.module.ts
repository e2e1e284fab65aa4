import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { joinAmbient } from './ambient-transaction.ts';
import { AuditEntryEntity } from './audit/audit-entry.entity.ts';
import { postgresOptions } from './postgres-options.ts';

export interface DatabaseModuleOptions {
  /** postgres:// URL. */
  url: string;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
}

/** The connection pool, shared by every pack of the process; entities register themselves. */
@Module({})
export class DatabaseModule {
  static forRoot({ url, applicationName }: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({
            ...postgresOptions(url, { applicationName }),
            autoLoadEntities: true,
            retryAttempts: 3,
          }),
          dataSourceFactory: async (options) => joinAmbient(new DataSource(options as DataSourceOptions)),
        }),
        TypeOrmModule.forFeature([AuditEntryEntity]),
      ],
    };
  }
}
