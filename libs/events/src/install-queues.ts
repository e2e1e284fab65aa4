import { Client } from 'pg';
import { PgBoss, getConstructionPlans, getMigrationPlans, type Queue } from 'pg-boss';
import pgBoss from 'pg-boss/package.json' with { type: 'json' };
import { QUEUE_SCHEMA, queues } from './queues.ts';

/** Creates or upgrades the queue's schema and the queues. Safe to repeat. Servers never do this (`migrate: false`). */
export async function installQueues(url: string): Promise<void> {
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
    for (const { name, ...options } of queues) {
      if (await boss.getQueue(name)) await boss.updateQueue(name, options);
      else await boss.createQueue(name, options);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  if (failures[0]) throw failures[0];
}

/** Whether the queue's schema is this version's and every queue is there, so that a server can start. */
export async function queuesInstalled(url: string): Promise<boolean> {
  const { version, missing } = await standing(url);
  return version === pgBoss.pgboss.schema && missing.length === 0;
}

/** The SQL of `installQueues`, for reading it first, or for running it by hand. */
export async function planQueues(url: string): Promise<string[]> {
  const { version, missing } = await standing(url);
  const schema = version === null ? [getConstructionPlans(QUEUE_SCHEMA)] : [];
  if (version !== null && version < pgBoss.pgboss.schema) schema.push(getMigrationPlans(QUEUE_SCHEMA, version));
  const created = missing.map(({ name, ...options }) => {
    const given = JSON.stringify({ ...options, policy: 'standard' });
    return `select ${QUEUE_SCHEMA}.create_queue('${name}', '${given}'::jsonb);`;
  });
  return [...schema.map((sql) => sql.trim()), ...created];
}

/** The SQL that takes the queue away, with every event in it; none where there is no queue. */
export async function planQueueRemoval(url: string): Promise<string[]> {
  return (await standing(url)).version === null ? [] : [`drop schema ${QUEUE_SCHEMA} cascade;`];
}

/** The version of the queue's schema (null: there is none), and the queues that are not there. */
async function standing(url: string): Promise<{ version: number | null; missing: readonly Queue[] }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const there = `select to_regclass('${QUEUE_SCHEMA}.queue') is not null as there`;
    if (!(await client.query<{ there: boolean }>(there)).rows[0]?.there) return { version: null, missing: queues };
    const version = await client.query<{ version: number }>(`select version from ${QUEUE_SCHEMA}.version`);
    const found = await client.query<{ name: string }>(`select name from ${QUEUE_SCHEMA}.queue`);
    const names = new Set(found.rows.map(({ name }) => name));
    return { version: Number(version.rows[0]?.version), missing: queues.filter(({ name }) => !names.has(name)) };
  } finally {
    await client.end();
  }
}
