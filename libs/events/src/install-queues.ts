import { Client } from 'pg';
import { PgBoss } from 'pg-boss';
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

/** Whether every queue is there, so that a server can start. */
export async function queuesInstalled(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('${QUEUE_SCHEMA}.queue') is not null as there`,
    );
    if (!rows[0]?.there) return false;
    const found = await client.query(`select name from ${QUEUE_SCHEMA}.queue where name = any($1)`, [
      queues.map(({ name }) => name),
    ]);
    return found.rowCount === queues.length;
  } finally {
    await client.end();
  }
}
