import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { subscriptions } from '@trellis/all';
import { Migrator } from '@trellis/migrations';
import { CrashablePostgres } from '../crash/crashable-postgres.ts';
import { ServerProcess } from '../crash/server-process.ts';
import { FakeProcess } from './fake-process.ts';

const CLI = join(import.meta.dirname, '../../apps/cli/dist/main.js');

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

/** An API, two workers, a PostgreSQL and two ComfyUI servers. All but the last are real. */
export class GenerationSystem {
  readonly folder: string;
  readonly postgres: CrashablePostgres;
  readonly fakes: FakeProcess[];
  readonly sql: pg.Pool;
  key = '';
  servers: ServerProcess[] = [];

  private constructor(folder: string, postgres: CrashablePostgres, fakes: FakeProcess[]) {
    this.folder = folder;
    this.postgres = postgres;
    this.fakes = fakes;
    this.sql = new pg.Pool({ connectionString: postgres.urls.owner, max: 3 });
    // The harness crashes PostgreSQL, and its connections with it.
    this.sql.on('error', () => undefined);
    this.sql.on('connect', (client) => client.on('error', () => undefined));
  }

  static async start(): Promise<GenerationSystem> {
    const folder = await mkdtemp(join(tmpdir(), 'trellis-generation-crash-'));
    const postgres = await CrashablePostgres.start();
    const fakes = [await FakeProcess.start('0.33.0'), await FakeProcess.start('0.3.64')];
    const system = new GenerationSystem(folder, postgres, fakes);
    try {
      await Migrator.use(postgres.urls, subscriptions, (migrator) => migrator.up());
      const env = { PATH: process.env.PATH, DATABASE_URL: postgres.urls.work, TRELLIS_DATA_DIR: folder };
      const words = ['keys', 'create', '--name', 'crash', '--role', 'admin', '--json'];
      const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...words], { env });
      system.key = (JSON.parse(stdout) as { key: string }).key;
      for (const role of ['api', 'worker 1', 'worker 2']) system.servers.push(await system.server(role));
      for (const server of system.servers) server.start();
      await system.api.ready();
      return system;
    } catch (error) {
      await system.stop({ keep: true });
      throw error;
    }
  }

  private async server(name: string): Promise<ServerProcess> {
    const env = {
      ...{ DATABASE_URL: this.postgres.urls.work, TRELLIS_DATA_DIR: this.folder, PORT: String(await freePort()) },
      ...{ ROLE: name === 'api' ? 'api' : 'worker', LOG_FORMAT: 'json', RATE_LIMIT_PER_MINUTE: '1000000' },
    };
    return new ServerProcess(name, { env, logFile: join(this.folder, `${name}.log`) });
  }

  get api(): ServerProcess {
    const [api] = this.servers;
    if (!api) throw new Error('the servers are not started');
    return api;
  }

  get workers(): ServerProcess[] {
    return this.servers.slice(1);
  }

  get base(): string {
    return `http://127.0.0.1:${this.api.env.PORT}`;
  }

  get kills(): number {
    return this.servers.reduce((sum, { kills }) => sum + kills, 0);
  }

  /** One number of the tables; undefined while PostgreSQL is away. */
  async count(sql: string): Promise<number | undefined> {
    try {
      return Number((await this.sql.query<{ n: string }>(sql)).rows[0]?.n);
    } catch (error) {
      if (/^(57P0\d|08\d\d\d|ECONN\w+)$/.test(String((error as { code?: string }).code))) return undefined;
      if (/^(Connection terminated|timeout)/i.test((error as Error).message)) return undefined;
      throw error;
    }
  }

  async stop({ keep }: { keep: boolean }): Promise<void> {
    await Promise.all(this.servers.map((one) => one.stop()));
    await Promise.all(this.fakes.map((one) => one.stop()));
    await this.sql.end();
    await this.postgres.stop();
    if (keep) process.stderr.write(`Files and logs are in ${this.folder}\n`);
    else await rm(this.folder, { recursive: true, force: true });
  }
}
