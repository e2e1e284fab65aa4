import { request as httpRequest } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { AuditEntryEntity, postgresOptions } from '@trellis/database';
import { ApiKeyEntity, ApiKeys } from '@trellis/http';
import { startB2Dialect, type B2Dialect } from '@trellis/storage/testing';
import { aPng, freshDatabase, untilDeadline, type FreshDatabase } from '@trellis/testing';
import { RunningCommand } from './process.spec-support.ts';

interface Named {
  id: string;
}

describe('a server that is told to stop', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;
  let store: B2Dialect;
  let folder: string;
  let server: RunningCommand;

  beforeEach(async () => {
    database = await freshDatabase();
    const entities = [ApiKeyEntity, AuditEntryEntity];
    dataSource = await new DataSource({ ...postgresOptions(database.url), entities }).initialize();
    store = await startB2Dialect();
    folder = await mkdtemp(join(tmpdir(), 'trellis-stop-'));
    const { key } = await new ApiKeys(dataSource).create({ name: 'tester', role: 'admin' }, 'test');
    const env = {
      DATABASE_URL: database.url,
      STORAGE_DRIVER: 's3',
      S3_ENDPOINT: store.endpoint,
      S3_REGION: 'us-east-1',
      S3_BUCKET: 'trellis',
      S3_ACCESS_KEY_ID: store.accessKey,
      S3_SECRET_ACCESS_KEY: 's',
      S3_FORCE_PATH_STYLE: 'true',
      PUBLIC_BASE_URL: 'http://media.test',
      LINK_CONCURRENCY: '1',
    };
    server = await RunningCommand.npm('start', join(folder, 'var'), { env });
    server.key = key;
    await server.ready();
  }, 60_000);
  afterEach(async () => {
    await server.end();
    await store.stop();
    await dataSource.destroy();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const aCompletedRun = async (clusterId: string, pipeline: { id: string; steps: Named[] }) => {
    const run = await server.call<Named>('POST', `/clusters/${clusterId}/runs`, { pipelineId: pipeline.id });
    const form = new FormData();
    form.append('stepId', pipeline.steps[0]?.id as string);
    form.append('file', new Blob([new Uint8Array(await aPng())], { type: 'image/png' }), 'a.png');
    const candidate = await server.send<Named>('POST', `/runs/${run.id}/candidates`, form);
    await server.call('PUT', `/runs/${run.id}/winner`, { candidateId: candidate.id });
    await server.call('POST', `/runs/${run.id}/completion`, {});
    return run.id;
  };
  const library = async () => {
    const persona = await server.call<Named>('POST', '/personas', { name: 'north quay' });
    const cluster = await server.call<Named>('POST', `/personas/${persona.id}/clusters`, { name: 'Coffee' });
    const steps = [{ name: 'Base', position: 1, workflowTemplate: '{}' }];
    const pipeline = await server.call<Named & { steps: Named[] }>('POST', '/pipelines', { name: 'still life', steps });
    return { cluster, pipeline };
  };

  /** A request whose body arrives only when `finish` is called. */
  const openRequest = () => {
    const answer = { status: 0 };
    const body = JSON.stringify({ name: 'said before it was too late' });
    const open = httpRequest(`${server.base}/api/v1/personas`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${server.key}`,
        'content-type': 'application/json',
        'content-length': body.length,
      },
    });
    open.on('response', (response) => {
      answer.status = response.statusCode ?? 0;
      response.resume();
    });
    open.write(body.slice(0, 5));
    return { answer, finish: () => open.end(body.slice(5)) };
  };

  it('finishes the link in hand, takes no new one, answers open requests, and exits in time', async () => {
    const { cluster, pipeline } = await library();
    let puts = 0;
    let letGo = () => undefined as void;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    store.before = async (method) => {
      if (method !== 'PUT') return;
      puts += 1;
      await gate;
    };
    const first = await aCompletedRun(cluster.id, pipeline);
    await untilDeadline('the first link to be in hand', () => puts === 1);
    const second = await aCompletedRun(cluster.id, pipeline);
    const { answer, finish } = openRequest();
    await server.call('GET', '/personas');

    const from = Date.now();
    server.signal('SIGTERM');
    await untilDeadline('the server to be stopping', () => server.output.includes('Stopping (SIGTERM)'));
    finish();
    letGo();
    expect(await server.exited()).toBe(0);
    expect(Date.now() - from).toBeLessThan(20_000);
    expect(answer.status).toBe(201);
    expect(puts).toBe(1);
    const links = await dataSource.query(
      'select run_id, state, attempts from cluster_links where run_id = any($1) order by created_at',
      [[first, second]],
    );
    expect(links).toEqual([
      { run_id: first, state: 'linked', attempts: 1 },
      { run_id: second, state: 'pending', attempts: 0 },
    ]);
    const [{ active }] = (await dataSource.query(
      `select count(*)::int as active from pgboss.job where name = 'events' and state = 'active'`,
    )) as [{ active: number }];
    expect(active).toBe(0);
  }, 60_000);
});
