import { Client } from 'pg';
import { PgBoss, getConstructionPlans, getMigrationPlans, type Queue } from 'pg-boss';
import pgBoss from 'pg-boss/package.json' with { type: 'json' };
import { carryOverSql } from './carry-over.ts';
import { LEGACY_QUEUE, QUEUE_SCHEMA, queuesOf, type QueueOwner } from './queues.ts';

/**
 * Creates or upgrades the queue's schema, the queues of these subscriptions, and carries over what an earlier release left.
 * Safe to repeat. Servers never do this (`migrate: false`).
 */
export async function installQueues(url: string, owners: readonly QueueOwner[]): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    schema: QUEUE_SCHEMA,
    max: 2,
    supervise: false,
    schedule: false,
    registerInstance: false,
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

/** Whether the queue's schema is this version's, every queue is there, and nothing is left to be carried over. */
export async function queuesInstalled(url: string, owners: readonly QueueOwner[]): Promise<boolean> {
  const { version, missing, legacy } = await standing(url, owners);
  return version === pgBoss.pgboss.schema && missing.length === 0 && !legacy;
}

/** The SQL of `installQueues`, for reading it first, or for running it by hand. */
export async function planQueues(url: string, owners: readonly QueueOwner[]): Promise<string[]> {
  const { version, missing, legacy } = await standing(url, owners);
  const schema = version === null ? [getConstructionPlans(QUEUE_SCHEMA)] : [];
  if (version !== null && version < pgBoss.pgboss.schema) schema.push(getMigrationPlans(QUEUE_SCHEMA, version));
  const created = missing.map(({ name, ...options }) => {
    const given = JSON.stringify({ ...options, policy: 'standard' });
    return `select ${QUEUE_SCHEMA}.create_queue('${name}', '${given}'::jsonb);`;
  });
  return [...schema.map((sql) => sql.trim()), ...created, ...(legacy ? carryOverSql(owners) : [])];
}

/** The SQL that takes the queue away, with every event in it; none where there is no queue. */
export const planQueueRemoval = (url: string): Promise<string[]> =>
  onClient(url, async (client) => ((await schemaIsThere(client)) ? [`drop schema ${QUEUE_SCHEMA} cascade;`] : []));

interface Standing {
  /** Of the queue's schema; null where there is none. */
  version: number | null;
  missing: readonly Queue[];
  /** Whether the queue of the first release is there. */
  legacy: boolean;
}

const standing = (url: string, owners: readonly QueueOwner[]): Promise<Standing> =>
  onClient(url, async (client) => {
    const queues = queuesOf(owners);
    if (!(await schemaIsThere(client))) return { version: null, missing: queues, legacy: false };
    const version = await client.query<{ version: number }>(`select version from ${QUEUE_SCHEMA}.version`);
    const found = await client.query<{ name: string }>(`select name from ${QUEUE_SCHEMA}.queue`);
    const names = new Set(found.rows.map(({ name }) => name));
    const missing = queues.filter(({ name }) => !names.has(name));
    return { version: Number(version.rows[0]?.version), missing, legacy: names.has(LEGACY_QUEUE) };
  });

async function schemaIsThere(client: Client): Promise<boolean> {
  const sql = `select to_regclass('${QUEUE_SCHEMA}.queue') is not null as there`;
  return (await client.query<{ there: boolean }>(sql)).rows[0]?.there === true;
}

async function onClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
