import { DataSource } from 'typeorm';
import { packs } from '@trellis/all';
import { Database, keysetPages, type LibraryCheck } from '@trellis/database';
import { DeadLetters, type DeadLetter } from '@trellis/events';
import { finding, type ExaminationContext, type Finding } from '@trellis/manifest';
import { guardDrift } from '@trellis/migrations';

const PAGE = 500;

/** Asks the tables for everything that breaks a rule; `fix` mends what is safe. */
export async function* examineChecks({ resolve, fix, interruption }: ExaminationContext): AsyncIterable<Finding> {
  const database = resolve(Database);
  for (const check of packs.flatMap(({ checks = [] }) => checks)) {
    if (interruption.requested) return;
    const rows = await database.query<{ id: string }[]>(check.sql);
    if (rows.length === 0) continue;
    const ids = rows.map(({ id }) => id);
    if (fix) for (const id of ids) await mend(database, check.fix ?? [], id);
    yield finding(check, ids, fix && check.fix !== undefined);
  }
}

const mend = (database: Database, statements: NonNullable<LibraryCheck['fix']>, id: string): Promise<void> =>
  database.transaction(async (manager) => {
    for (const statement of statements) await manager.query(statement, [id]);
  });

const DEAD = {
  code: 'dead_letter',
  meaning: 'The event failed at its last attempt; GET /events/dead says why.',
  mend: 'POST /events/dead/:id/redrive',
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
  meaning: 'The schema is not the one that the migrations make: it was changed by hand.',
  mend: 'undo the change, or write a migration for it',
};

/** What TypeORM would change to make the schema what the entities say, and what guards its tables. */
export async function* examineDrift({ resolve }: ExaminationContext): AsyncIterable<Finding> {
  const dataSource = resolve(DataSource);
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  const differences = [...upQueries.map(({ query }) => query), ...(await guardDrift(dataSource))];
  if (differences.length > 0) yield finding(DRIFT, differences);
}
