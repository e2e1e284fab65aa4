import { createHash, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { PgBoss } from 'pg-boss';
import { subscriptions } from '@trellis/all';
import { Migrator } from '@trellis/migrations';
import { aPng, freshDatabase, type FreshDatabase } from '@trellis/testing';
import { RunningApp } from '../support/running-app.spec-support.ts';

const LIBRARY = `
  with persona as (insert into personas (id, name) values (gen_random_uuid(), 'north quay') returning id),
  cluster as (insert into clusters (id, persona_id, name) select gen_random_uuid(), id, 'Coffee' from persona returning id),
  pipeline as (insert into pipelines (id, name) values (gen_random_uuid(), 'still life') returning id)
  insert into pipeline_steps (id, pipeline_id, name, position, workflow_template)
    select gen_random_uuid(), id, 'Base', 1, '{}' from pipeline`;

const RUN = `
  with run as (
    insert into pipeline_runs (id, pipeline_id, persona_id, cluster_id, name, target_folder, status, completed_at)
    select $1, s.pipeline_id, c.persona_id, c.id, 'run', '/x', 'completed', now() from pipeline_steps s, clusters c returning id)
  insert into image_candidates (id, run_id, step_id, image_path, content_type, byte_size, sha256, width, height, is_winner, winner_at)
  select $2, run.id, s.id, $3, 'image/png', $4, $5, 32, 24, true, now() from run, pipeline_steps s`;

/** The database of the release before subscriptions: its schema, its one queue, and waiting and failed completions. */
class FirstRelease {
  private constructor(
    readonly database: FreshDatabase,
    readonly client: Client,
    private readonly boss: PgBoss,
  ) {}

  static async install(): Promise<FirstRelease> {
    const database = await freshDatabase({ empty: true });
    await Migrator.use(database.url, [], (migrator) => migrator.up('Backfill'));
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(LIBRARY);
    const boss = new PgBoss({
      connectionString: database.url,
      schema: 'pgboss',
      max: 2,
      supervise: false,
      schedule: false,
    });
    await boss.start();
    await boss.createQueue('events.dead', { retentionSeconds: 7_776_000, deleteAfterSeconds: 7_776_000 });
    await boss.createQueue('events', { deadLetter: 'events.dead', notify: true, retryLimit: 9, heartbeatSeconds: 10 });
    return new FirstRelease(database, client, boss);
  }

  /** A completed run with a waiting event. */
  async aCompletedRun(imagePath: string, bytes: Buffer): Promise<string> {
    const [runId, candidateId] = [randomUUID(), randomUUID()];
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await this.client.query(RUN, [runId, candidateId, imagePath, bytes.length, sha256]);
    const ids = { eventId: randomUUID(), occurredAt: new Date().toISOString(), runId };
    const event = { ...ids, personaId: null, clusterId: null, winner: { candidateId, imagePath } };
    await this.boss.send('events', { name: 'pipeline.run-completed', event });
    return runId;
  }

  /** Turns the event of the run into a dead letter. */
  async giveUp(runId: string): Promise<void> {
    await this.client.query(`update pgboss.job set retry_limit = 0 where data->'event'->>'runId' = $1`, [runId]);
    const jobs = await this.boss.fetch<{ event: { runId: string } }>('events', { batchSize: 100 });
    for (const { id, data } of jobs)
      if (data.event.runId === runId) await this.boss.fail('events', id, { message: 'away' });
  }

  async stop(): Promise<void> {
    await this.boss.stop({ graceful: false });
    await this.client.end();
  }
}

interface DeadLetter {
  id: string;
  subscription: string;
  event: { runId: string };
}

describe('an upgrade of a database with waiting completions', () => {
  let release: FirstRelease;
  let app: RunningApp;
  let waiting: string[];
  let dead: string;

  beforeAll(async () => {
    release = await FirstRelease.install();
    app = await RunningApp.start({
      works: false,
      way: async () => {
        await Migrator.use(release.database.url, subscriptions, (migrator) => migrator.up());
        return release.database.url;
      },
      before: async (config) => {
        const aRun = async () => {
          const bytes = await aPng();
          const path = await RunningApp.writeFile(config, `${randomUUID()}.png`, bytes);
          return release.aCompletedRun(path, bytes);
        };
        dead = await aRun();
        await release.giveUp(dead);
        waiting = [await aRun(), await aRun(), await aRun()];
      },
    });
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await release.stop();
    await release.database.drop();
  });

  it('keeps the dead letter under the name of its subscription, and redrives it', async () => {
    const { items } = await app.ok<{ items: DeadLetter[] }>('get', '/events/dead');
    expect(items).toEqual([
      expect.objectContaining({
        subscription: 'clustering.link-winner',
        name: 'pipeline.run-completed',
        event: expect.objectContaining({ runId: dead }),
      }),
    ]);
    await app.ok('post', `/events/dead/${items[0]?.id}/redrive`);
    expect(await app.ok('get', '/events/dead')).toEqual({ items: [], nextCursor: null });
  });

  it('delivers every waiting event and the dead letter, and links their runs', async () => {
    const sql = `select data->'event'->>'runId' as id from pgboss.job where name = 'clustering.link-winner' and state = 'created'`;
    const ids = (await release.client.query<{ id: string }>(sql)).rows.map(({ id }) => id);
    expect(ids.sort()).toEqual([dead, ...waiting].sort());
    await app.work();
    for (const runId of ids) expect(await app.settled(runId)).toMatchObject({ state: 'linked' });
  }, 30_000);
});
