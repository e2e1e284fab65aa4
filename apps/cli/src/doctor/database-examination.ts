import { DataSource, QueryFailedError } from 'typeorm';
import { packs } from '@trellis/all';
import { Database, keysetPages, sessionFaults, type LibraryCheck } from '@trellis/database';
import { DeadLetters, type DeadLetter } from '@trellis/events';
import { finding, type ExaminationContext, type Finding } from '@trellis/manifest';
import { changedMigrations, guardDrift } from '@trellis/migrations';

const PAGE = 500;

/** undefined_table, undefined_column */
const LACKING = new Set(['42P01', '42703']);

const IMPOSSIBLE = {
  code: 'check_impossible',
  meaning: 'The check reads a table, a view or a column that does not exist.',
  cure: 'see schema_drift',
};

/** Queries the violations of every invariant; `fix` fixes what is safe. */
export async function* examineChecks({ resolve, fix, interruption }: ExaminationContext): AsyncIterable<Finding> {
  const database = resolve(Database);
  for (const check of packs.flatMap(({ checks = [] }) => checks)) {
    if (interruption.requested) return;
    const rows = await rowsOf(database, check);
    if (rows === undefined) yield finding(IMPOSSIBLE, [check.code]);
    if (!rows?.length) continue;
    const ids = rows.map(({ id }) => id);
    const statements = fix ? check.fix : undefined;
    if (statements) for (const id of ids) await applyFix(database, statements, id);
    yield finding(check, ids, statements !== undefined);
  }
}

/**
 * Undefined when the schema lacks something that the check reads. The schema drift names it, and all other checks still
 * run.
 */
async function rowsOf(database: Database, { sql }: LibraryCheck): Promise<{ id: string }[] | undefined> {
  try {
    return await database.query<{ id: string }[]>(sql);
  } catch (error) {
    if (error instanceof QueryFailedError && LACKING.has((error.driverError as { code?: string }).code ?? '')) return;
    throw error;
  }
}

const applyFix = (database: Database, statements: NonNullable<LibraryCheck['fix']>, id: string): Promise<void> =>
  database.transaction(async (manager) => {
    for (const statement of statements) await manager.query(statement, [id]);
  });

const DEAD = {
  code: 'dead_letter',
  meaning: 'The event failed at its last attempt. GET /events/dead has the reason.',
  cure: 'POST /events/dead/:id/redrive',
};

export async function* examineDeadLetters({ resolve }: ExaminationContext): AsyncIterable<Finding> {
  const letters = resolve(DeadLetters);
  const ids: string[] = [];
  for await (const page of keysetPages<DeadLetter>(PAGE, (last) => letters.list(PAGE, last?.position)))
    ids.push(...page.map(({ id }) => id));
  if (ids.length > 0) yield finding(DEAD, ids.reverse());
}

const DRIFT = {
  code: 'schema_drift',
  meaning: 'The schema differs from the one that the migrations create.',
  cure: 'revert what was changed by hand, or write a migration for it',
};

const CHANGED = {
  code: 'migration_changed',
  meaning: 'The migration had other statements when it ran on this database than it has in this version.',
  cure: 'compare the versions; schema_drift shows what differs in the schema',
};

/**
 * The changes that TypeORM would make to match the entities, and differences of triggers, functions and constraints.
 */
export async function* examineDrift({ resolve }: ExaminationContext): AsyncIterable<Finding> {
  const dataSource = resolve(DataSource);
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  const differences = [...upQueries.map(({ query }) => query), ...(await guardDrift(dataSource))];
  if (differences.length > 0) yield finding(DRIFT, differences);
  const changed = await changedMigrations(dataSource);
  if (changed.length > 0) yield finding(CHANGED, changed);
}

const UNFIT = {
  code: 'database_unfit',
  meaning: 'The database has a property that no session can set, and Trellis refuses to start on it.',
  cure: 'see each line',
};

const TOO_MUCH = {
  code: 'database_user_too_powerful',
  meaning: 'The database user of DATABASE_URL can switch off every guard, or use files and programs of the server.',
  cure: 'let `trellis migrate up` make a user with fewer rights: docs/operating.md, “Two database users”',
};

/** Rights that reach beyond the database. Each makes its holder as powerful as a superuser. */
const POWERS = `
  select rolname || ' is a superuser' as power from pg_roles where rolname = current_user and rolsuper
  union all
  select current_user || ' is a member of ' || r.rolname from pg_roles r
  where r.rolname in ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')
    and pg_has_role(r.oid, 'member') and not (select rolsuper from pg_roles where rolname = current_user)`;

export async function* examineDatabase({ resolve }: ExaminationContext): AsyncIterable<Finding> {
  const dataSource = resolve(DataSource);
  const faults = await sessionFaults(dataSource);
  if (faults.length > 0) yield finding(UNFIT, faults);
  const powers = await dataSource.query<{ power: string }[]>(POWERS);
  if (powers.length > 0)
    yield finding(
      TOO_MUCH,
      powers.map(({ power }) => power),
    );
}
