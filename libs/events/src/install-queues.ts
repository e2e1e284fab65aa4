import { PgBoss, getConstructionPlans, getMigrationPlans, type Queue } from 'pg-boss';
import { SessionClient } from '@trellis/database';
import pgBoss from 'pg-boss/package.json' with { type: 'json' };
import { carryOverSql } from './carry-over.ts';
import { LEGACY_QUEUE, QUEUE_SCHEMA, queuesOf, type QueueOwner } from './queues.ts';

/**
 * Creates or upgrades the schema of the queues, creates the queues of these subscriptions, and moves what an earlier
 * release left. Safe to repeat. Servers never do this (`migrate: false`).
 */
export async function installQueues(url: string, owners: readonly QueueOwner[]): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    schema: QUEUE_SCHEMA,
    max: 2,
    supervise: false,
    schedule: false,
    registerInstance: false,
    ...({ Client: SessionClient } as object),
  });
  const failures: Error[] = [];
  boss.on('error', (error) => failures.push(error));
  await boss.start();
  try {
    for (const { name, ...options } of queuesOf(owners)) {
      if (await boss.getQueue(name)) await boss.updateQueue(name, options);
      else await boss.createQueue(name, options);
    }
    if (await boss.getQueue(LEGACY_QUEUE))
      await onClient(url, (client) => client.query(carryOverSql(owners).join('\n')));
  } finally {
    await boss.stop({ graceful: false });
  }
  if (failures[0]) throw failures[0];
}

/** Whether the schema is current, every queue exists, and an earlier release left nothing to move. */
export async function queuesInstalled(url: string, owners: readonly QueueOwner[]): Promise<boolean> {
  const { version, missing, changed, legacy } = await standing(url, owners);
  return version === pgBoss.pgboss.schema && missing.length + changed.length === 0 && !legacy;
}

/** The SQL of `installQueues`, to read it first or to run it by hand. */
export async function planQueues(url: string, owners: readonly QueueOwner[]): Promise<string[]> {
  const { version, missing, changed, legacy } = await standing(url, owners);
  const schema = version === null ? [getConstructionPlans(QUEUE_SCHEMA)] : [];
  if (version !== null && version < pgBoss.pgboss.schema) schema.push(getMigrationPlans(QUEUE_SCHEMA, version));
  const created = missing.map(({ name, ...options }) => {
    const given = JSON.stringify({ ...options, policy: 'standard' });
    return `select ${QUEUE_SCHEMA}.create_queue('${name}', '${given}'::jsonb);`;
  });
  const updated = changed.map(
    ({ name, retryLimit, expireInSeconds }) =>
      `update ${QUEUE_SCHEMA}.queue set retry_limit = ${retryLimit}, expire_seconds = ${expireInSeconds} where name = '${name}';`,
  );
  return [...schema.map((sql) => sql.trim()), ...created, ...updated, ...(legacy ? carryOverSql(owners) : [])];
}

/** The SQL that drops the queues with all events; empty when there are none. */
export const planQueueRemoval = (url: string): Promise<string[]> =>
  onClient(url, async (client) => ((await schemaIsThere(client)) ? [`drop schema ${QUEUE_SCHEMA} cascade;`] : []));

interface Standing {
  /** The version of the schema; null without a schema. */
  version: number | null;
  missing: readonly Queue[];
  /** Queues whose subscription's options have changed since they were installed. */
  changed: readonly Queue[];
  /** Whether the queue of the first release exists and holds something to move. */
  legacy: boolean;
}

const standing = (url: string, owners: readonly QueueOwner[]): Promise<Standing> =>
  onClient(url, async (client) => {
    const queues = queuesOf(owners);
    if (!(await schemaIsThere(client))) return { version: null, missing: queues, changed: [], legacy: false };
    const version = await client.query<{ version: number }>(`select version from ${QUEUE_SCHEMA}.version`);
    const found = await client.query<QueueRow>(
      `select name, retry_limit as "retryLimit", expire_seconds as "expireInSeconds" from ${QUEUE_SCHEMA}.queue`,
    );
    const rows = new Map(found.rows.map((row) => [row.name, row]));
    return {
      version: Number(version.rows[0]?.version),
      missing: queues.filter(({ name }) => !rows.has(name)),
      changed: queues.filter((queue) => differs(queue, rows.get(queue.name))),
      legacy: rows.has(LEGACY_QUEUE) && (await isLeft(client, owners)),
    };
  });

type QueueRow = Pick<Queue, 'name' | 'retryLimit' | 'expireInSeconds'>;

/** A subscription determines these two options; all others are the same. The dead letter queue has neither. */
const differs = (wanted: Queue, row: QueueRow | undefined): boolean =>
  row !== undefined &&
  wanted.retryLimit !== undefined &&
  (wanted.retryLimit !== row.retryLimit || wanted.expireInSeconds !== row.expireInSeconds);

/** False when only events without a subscription wait: they stay, and so does their queue. */
async function isLeft(client: SessionClient, owners: readonly QueueOwner[]): Promise<boolean> {
  const { rows } = await client.query<{ ours: number; all: number }>(
    `select count(*) filter (where data->>'name' = any($2))::int as ours, count(*)::int as all from ${QUEUE_SCHEMA}.job
     where name = $1 and state in ('created', 'retry', 'active')`,
    [LEGACY_QUEUE, owners.map(({ event }) => event.eventName)],
  );
  const [left] = rows;
  return left === undefined || left.ours > 0 || left.all === 0;
}

async function schemaIsThere(client: SessionClient): Promise<boolean> {
  const sql = `select to_regclass('${QUEUE_SCHEMA}.queue') is not null as there`;
  return (await client.query<{ there: boolean }>(sql)).rows[0]?.there === true;
}

async function onClient<T>(url: string, work: (client: SessionClient) => Promise<T>): Promise<T> {
  const client = new SessionClient({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
