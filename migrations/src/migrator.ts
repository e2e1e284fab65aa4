import { DataSource } from 'typeorm';
import { postgresOptions, sessionFaults, type DatabaseUrls } from '@trellis/database';
import { installQueues, planQueueRemoval, planQueues, queuesInstalled, type QueueOwner } from '@trellis/events';
import { checksumOf, checksums, statementsOf } from './checksum.ts';
import { QUEUES, WORKING_ROLE, downTo, migrationNamed, upTo } from './migration-names.ts';
import { migrations } from './migrations.ts';
import { WorkingRole } from './working-role.ts';

/** Two migrators at once would run the same statements twice, so the second waits. */
const LOCK = 7_237_535_501;

const BOOKKEEPING = [
  `create table if not exists schema_migrations (
  name text constraint pk_schema_migrations primary key, applied_at timestamptz(3) not null default now())`,
  'alter table schema_migrations add column if not exists checksum text',
];

type Direction = 'up' | 'down';

export interface MigrationStatus {
  /** Names of the applied migrations, oldest first. */
  applied: string[];
  /** Names of the pending migrations, in order. */
  pending: string[];
}

/** Everything that the servers need in a database: the schema, the queues, and the rights of the working role. */
export class Migrator {
  private constructor(
    private readonly dataSource: DataSource,
    private readonly url: string,
    private readonly owners: readonly QueueOwner[],
    private readonly role: WorkingRole,
  ) {}

  /**
   * @param at a URL, when one user owns the schema and works with it
   * @param owners the subscriptions whose queues are installed with the schema
   */
  static async connect(at: string | DatabaseUrls, owners: readonly QueueOwner[]): Promise<Migrator> {
    const { owner: url, work } = typeof at === 'string' ? { owner: at, work: undefined } : at;
    const options = postgresOptions(url, { applicationName: 'trellis-migrate', poolSize: 2 });
    const session = { ...options.extra.session, statement_timeout: '0' };
    const dataSource = await new DataSource({ ...options, extra: { ...options.extra, session } }).initialize();
    return new Migrator(dataSource, url, owners, await WorkingRole.of(dataSource, work));
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }

  /** Connects, runs `work`, and closes the connection, also after a failure. */
  static async use<T>(
    at: string | DatabaseUrls,
    owners: readonly QueueOwner[],
    work: (migrator: Migrator) => Promise<T>,
  ): Promise<T> {
    const migrator = await Migrator.connect(at, owners);
    return work(migrator).finally(() => migrator.close());
  }

  async status(): Promise<MigrationStatus> {
    const reads = await this.role.reads();
    // Without the right to read, this user cannot tell what else is pending.
    if (!reads && this.role.isConnected) return { applied: [], pending: [WORKING_ROLE] };
    const { applied, pending } = await this.steps();
    return { applied, pending: reads ? pending : [...pending, WORKING_ROLE] };
  }

  private async steps(): Promise<MigrationStatus> {
    const applied = await this.appliedNames();
    const pending = migrations.map(({ name }) => name).filter((name) => !applied.includes(name));
    if (!(await queuesInstalled(this.url, this.owners))) pending.push(QUEUES);
    return { applied, pending };
  }

  /** What Trellis cannot work with in this database, apart from its schema. */
  sessionFaults(): Promise<string[]> {
    return sessionFaults(this.dataSource);
  }

  /**
   * Runs the pending migrations up to and including `to`, or all. The last ones install the queues and give the working
   * role its rights. Each migration is all or nothing.
   */
  async up(to?: string): Promise<string[]> {
    return this.locked(async () => {
      const wanted = upTo((await this.steps()).pending, to);
      for (const name of wanted)
        await (name === QUEUES ? installQueues(this.url, this.owners) : this.runOne(name, 'up'));
      await this.recordChecksums();
      const prepared = to === undefined && (await this.role.prepare());
      return prepared ? [...wanted, WORKING_ROLE] : wanted;
    });
  }

  /**
   * Reverts the latest migration, or every one after `to`. The queues are dropped with the first migration: until then
   * their events may be needed.
   */
  async down(to?: string): Promise<string[]> {
    return this.locked(async () => {
      const wanted = await this.downwards(to);
      for (const name of wanted) await (name === QUEUES ? this.removeQueues() : this.runOne(name, 'down'));
      return wanted;
    });
  }

  private async downwards(to?: string): Promise<string[]> {
    const applied = await this.appliedNames();
    const wanted = downTo([...applied].reverse(), to);
    const nothingIsLeft = wanted.length === applied.length && to === undefined;
    return nothingIsLeft && (await planQueueRemoval(this.url)).length > 0 ? [...wanted, QUEUES] : wanted;
  }

  private async removeQueues(): Promise<void> {
    for (const statement of await planQueueRemoval(this.url)) await this.dataSource.query(statement);
  }

  /** The SQL that `up` or `down` would run, including its bookkeeping. */
  async plan(direction: Direction, to?: string): Promise<string[]> {
    const { pending } = await this.steps();
    const names = direction === 'up' ? upTo(pending, to) : await this.downwards(to);
    const statements = direction === 'up' && names.length > 0 ? BOOKKEEPING.map((sql) => `${sql};`) : [];
    const queues = () => (direction === 'up' ? planQueues(this.url, this.owners) : planQueueRemoval(this.url));
    for (const name of names)
      statements.push(...(name === QUEUES ? await queues() : await this.planOne(name, direction)));
    const prepares = direction === 'up' && to === undefined;
    return prepares ? [...statements, ...(await this.role.plan(names.length > 0))] : statements;
  }

  private async planOne(name: string, direction: Direction): Promise<string[]> {
    const statements = await statementsOf(migrationNamed(name), direction);
    return ['begin;', ...[...statements, await noteOf(name, direction)].map((sql) => `${sql};`), 'commit;'];
  }

  private async runOne(name: string, direction: Direction): Promise<void> {
    await this.dataSource.transaction(async ({ queryRunner }) => {
      if (!queryRunner) throw new Error('no transaction');
      await migrationNamed(name)[direction](queryRunner);
      await queryRunner.query(await noteOf(name, direction));
    });
  }

  /** Of migrations that ran before checksums were kept. What they created is compared by `guardDrift`. */
  private async recordChecksums(): Promise<void> {
    const known = [...(await checksums())];
    await this.dataSource.query(
      `update schema_migrations m set checksum = k.checksum
       from unnest($1::text[], $2::text[]) as k (name, checksum) where k.name = m.name and m.checksum is null`,
      [known.map(([name]) => name), known.map(([, checksum]) => checksum)],
    );
  }

  private async appliedNames(): Promise<string[]> {
    const [{ there }] = await this.dataSource.query<[{ there: boolean }]>(
      `select to_regclass('schema_migrations') is not null as there`,
    );
    if (!there) return [];
    const rows = await this.dataSource.query<{ name: string }[]>('select name from schema_migrations');
    const names = new Set(rows.map(({ name }) => name));
    return migrations.map(({ name }) => name).filter((name) => names.has(name));
  }

  private async locked<T>(work: () => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.query(`select pg_advisory_lock(${LOCK})`);
      for (const statement of BOOKKEEPING) await runner.query(statement);
      return await work();
    } finally {
      await runner.query(`select pg_advisory_unlock(${LOCK})`);
      await runner.release();
    }
  }
}

/** The bookkeeping of one migration. Its values come from the code, so that the statement can also be printed. */
const noteOf = async (name: string, direction: Direction): Promise<string> =>
  direction === 'up'
    ? `insert into schema_migrations (name, checksum) values ('${name}', '${await checksumOf(migrationNamed(name))}')`
    : `delete from schema_migrations where name = '${name}'`;
