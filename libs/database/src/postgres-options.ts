import { rowTypes } from './row-types.ts';
import { SessionClient } from './session-client.ts';
import { DefaultNamingStrategy, type DataSourceOptions, type Table } from 'typeorm';

const snake = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/**
 * camelCase in TypeScript, snake_case in SQL. Primary keys are `pk_<table>`; other constraints are named explicitly.
 */
class SnakeCaseColumns extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string, embeddedPrefixes: string[]): string {
    return snake([...embeddedPrefixes, customName || propertyName].join('_'));
  }

  override primaryKeyName(table: Table | string): string {
    return `pk_${this.getTableName(table).split('.').pop()}`;
  }
}

const MINUTE_MS = '60000';

/**
 * The only definition of connections to PostgreSQL. The schema changes by migrations only. Transactions name their
 * isolation, because behind a pooler a session may lose what it has set.
 */
export const postgresOptions = (url: string, more: { applicationName?: string; poolSize?: number } = {}) =>
  ({
    type: 'postgres',
    url,
    namingStrategy: new SnakeCaseColumns(),
    synchronize: false,
    migrationsRun: false,
    applicationName: more.applicationName ?? 'trellis',
    poolSize: more.poolSize ?? 16,
    connectTimeoutMS: 5000,
    isolationLevel: 'READ COMMITTED',
    parseInt8: true,
    extra: {
      // A process whose start failed ends, although Nest closes nothing of what it had built.
      allowExitOnIdle: true,
      Client: SessionClient,
      types: rowTypes,
      session: { statement_timeout: MINUTE_MS, idle_in_transaction_session_timeout: MINUTE_MS },
    },
  }) satisfies DataSourceOptions;
