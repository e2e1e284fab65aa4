import { DataSource } from 'typeorm';
import { clusteringChecks } from '@trellis/clustering';
import { pillarChecks } from '@trellis/content-pillars';
import { photoChecks } from '@trellis/photos';
import { guardDrift } from '@trellis/migrations';
import { ScoreCheck, pipelineChecks } from '@trellis/pipeline';
import { inTransaction, type LibraryCheck } from '@trellis/database';
import { DEAD_QUEUE, QUEUE_SCHEMA } from '@trellis/events';
import type { Interruption } from '../interruption.ts';
import { watched } from '../watched.ts';
import { finding, type Finding } from './finding.ts';

const checks: readonly LibraryCheck[] = [...pillarChecks, ...pipelineChecks, ...photoChecks, ...clusteringChecks];

const DEAD = `select id from ${QUEUE_SCHEMA}.job where name = '${DEAD_QUEUE}' and state = 'created' order by created_on`;

interface How {
  fix: boolean;
  interruption: Interruption;
}

/** Asks the tables for everything that breaks a rule; `fix` mends what is safe. */
export async function* examineDatabase(dataSource: DataSource, how: How): AsyncIterable<Finding> {
  const { fix, interruption } = how;
  for (const check of checks) {
    if (interruption.requested) return;
    const rows = await dataSource.query<{ id: string }[]>(check.sql);
    if (rows.length === 0) continue;
    const ids = rows.map(({ id }) => id);
    if (fix) for (const id of ids) await mend(dataSource, check.fix ?? [], id);
    yield finding(check, ids, fix && check.fix !== undefined);
  }
  yield* examineScores(dataSource, how);
  yield* examineDeadLetters(dataSource);
  yield* examineDrift(dataSource);
}

const mend = (dataSource: DataSource, statements: readonly string[], id: string): Promise<void> =>
  inTransaction(dataSource, async (manager) => {
    for (const statement of statements) await manager.query(statement, [id]);
  });

async function* examineScores(dataSource: DataSource, { fix, interruption }: How): AsyncIterable<Finding> {
  const check = new ScoreCheck(dataSource);
  const ids: string[] = [];
  const what = { what: 'Replaying votes', total: await check.count(), interruption };
  for await (const runId of watched(check.runs(), what)) {
    const differences = await (fix ? check.fix(runId) : check.check(runId));
    ids.push(...differences.map(({ candidateId }) => candidateId));
  }
  const meaning = 'The score or the count of the candidate is not what the log of votes gives.';
  if (ids.length > 0) yield finding({ code: 'score_differs', meaning, mend: 'trellis scores check --fix' }, ids, fix);
}

async function* examineDeadLetters(dataSource: DataSource): AsyncIterable<Finding> {
  const rows = await dataSource.query<{ id: string }[]>(DEAD);
  const meaning = 'The event failed at its last try; GET /events/dead says why.';
  const mend = 'POST /events/dead/:id/redrive';
  if (rows.length > 0)
    yield finding(
      { code: 'dead_letter', meaning, mend },
      rows.map(({ id }) => id),
    );
}

/** What TypeORM would change to make the schema what the entities say, and what guards its tables. */
async function* examineDrift(dataSource: DataSource): AsyncIterable<Finding> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  const differences = [...upQueries.map(({ query }) => query), ...(await guardDrift(dataSource))];
  const meaning = 'The schema is not the one that the migrations make: somebody changed it by hand.';
  const mend = 'undo the change, or write a migration for it';
  if (differences.length > 0) yield finding({ code: 'schema_drift', meaning, mend }, differences);
}
