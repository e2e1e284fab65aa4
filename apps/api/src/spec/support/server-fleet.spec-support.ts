import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { AuditEntryEntity, Database, postgresOptions } from '@trellis/database';
import { ApiKeyEntity, ApiKeys } from '@trellis/access';
import { startB2Dialect, type B2Dialect } from '@trellis/storage/testing';
import { aPng, freshDatabase, type FreshDatabase } from '@trellis/testing';
import { RunningCommand } from './process.spec-support.ts';

interface Named {
  id: string;
}

export const SECRET = 'a-secret-that-no-log-may-show';

/** Servers as processes, by role, on one database and one S3 store; and a library that they serve. */
export class ServerFleet {
  readonly servers: RunningCommand[] = [];
  clusterId!: string;
  pipelineId!: string;
  stepId!: string;

  dataSource!: DataSource;
  store!: B2Dialect;
  folder!: string;
  /** Of an admin. */
  key!: string;
  private database!: FreshDatabase;

  async prepare(): Promise<void> {
    this.servers.length = 0;
    this.database = await freshDatabase();
    const entities = [ApiKeyEntity, AuditEntryEntity];
    this.dataSource = await new DataSource({ ...postgresOptions(this.database.url), entities }).initialize();
    const keys = new ApiKeys(new Database(this.dataSource));
    ({ key: this.key } = await keys.create({ name: 'tester', role: 'admin' }, 'test'));
    this.folder = await mkdtemp(join(tmpdir(), 'trellis-fleet-'));
    this.store = await startB2Dialect();
  }

  /** The settings of every server of the fleet. */
  get settings(): NodeJS.ProcessEnv {
    return { ...this.store.settings, DATABASE_URL: this.database.workUrl, S3_SECRET_ACCESS_KEY: SECRET };
  }

  async start(env: NodeJS.ProcessEnv = {}): Promise<RunningCommand> {
    const server = await RunningCommand.npm('start', join(this.folder, 'var'), { env: { ...this.settings, ...env } });
    server.key = this.key;
    this.servers.push(server);
    await server.ready();
    return server;
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.end()));
    await this.store.stop();
    await this.dataSource.destroy();
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async makeLibrary(server: RunningCommand): Promise<void> {
    const persona = await server.call<Named>('POST', '/personas', { name: 'north quay' });
    this.clusterId = (await server.call<Named>('POST', `/personas/${persona.id}/clusters`, { name: 'Coffee' })).id;
    const steps = [{ name: 'Base', position: 1, workflowTemplate: '{}' }];
    const pipeline = await server.call<Named & { steps: [Named] }>('POST', '/pipelines', { name: 'still life', steps });
    this.pipelineId = pipeline.id;
    this.stepId = pipeline.steps[0].id;
  }

  /** A run in the cluster with a winner, not completed. */
  async aRun(server: RunningCommand): Promise<string> {
    const run = await server.call<Named>('POST', `/clusters/${this.clusterId}/runs`, { pipelineId: this.pipelineId });
    await server.call('PUT', `/runs/${run.id}/winner`, { candidateId: await this.aCandidate(server, run.id) });
    return run.id;
  }

  async aCandidate(server: RunningCommand, runId: string): Promise<string> {
    const form = new FormData();
    form.append('stepId', this.stepId);
    form.append('file', new Blob([new Uint8Array(await aPng())], { type: 'image/png' }), 'a.png');
    return (await server.send<Named>('POST', `/runs/${runId}/candidates`, form)).id;
  }
}

/** A fleet for every test of the surrounding `describe`; its servers are stopped after the last. */
export function useFleet(): ServerFleet {
  const fleet = new ServerFleet();
  beforeAll(() => fleet.prepare());
  afterAll(() => fleet.stop(), 60_000);
  return fleet;
}
