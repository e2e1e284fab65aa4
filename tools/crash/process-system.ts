import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { subscriptions } from '@trellis/all';
import { Migrator } from '@trellis/migrations';
import { CrashablePostgres } from './crashable-postgres.ts';
import { ServerProcess, type CrashPoint } from './server-process.ts';

const CLI = join(import.meta.dirname, '../../apps/cli/dist/main.js');

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

/** A server outside, that a test plays wrong. */
interface Outside {
  url: string;
  stop(): Promise<void>;
}

export interface SystemOptions<T extends Outside> {
  name: string;
  fakes: readonly T[];
  /** More settings of every server; the address of the API is known then. */
  env?: (base: string) => Record<string, string>;
  /** Where a worker kills itself, asked before each start. */
  nextPoint?: () => CrashPoint;
}

/** An API, two workers and a PostgreSQL as processes, and servers outside, which are fakes. */
export class ProcessSystem<T extends Outside> {
  readonly folder: string;
  readonly postgres: CrashablePostgres;
  readonly fakes: readonly T[];
  readonly sql: pg.Pool;
  key = '';
  servers: ServerProcess[] = [];

  private constructor(folder: string, postgres: CrashablePostgres, fakes: readonly T[]) {
    this.folder = folder;
    this.postgres = postgres;
    this.fakes = fakes;
    this.sql = new pg.Pool({ connectionString: postgres.urls.owner, max: 3 });
    // The harness crashes PostgreSQL, and its connections with it.
    this.sql.on('error', () => undefined);
    this.sql.on('connect', (client) => client.on('error', () => undefined));
  }

  static async start<T extends Outside>(options: SystemOptions<T>): Promise<ProcessSystem<T>> {
    const folder = await mkdtemp(join(tmpdir(), `trellis-${options.name}-crash-`));
    const system = new ProcessSystem(folder, await CrashablePostgres.start(), options.fakes);
    try {
      await Migrator.use(system.postgres.urls, subscriptions, (migrator) => migrator.up());
      await system.createKey();
      await system.startServers(options);
      return system;
    } catch (error) {
      await system.stop({ keep: true });
      throw error;
    }
  }

  private async createKey(): Promise<void> {
    const env = { PATH: process.env.PATH, DATABASE_URL: this.postgres.urls.work, TRELLIS_DATA_DIR: this.folder };
    const words = ['keys', 'create', '--name', 'crash', '--role', 'admin', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...words], { env });
    this.key = (JSON.parse(stdout) as { key: string }).key;
  }

  private async startServers({ env, nextPoint }: SystemOptions<T>): Promise<void> {
    const port = await freePort();
    const more = env?.(`http://127.0.0.1:${port}`) ?? {};
    this.servers = [
      this.server('api', port, { more }),
      this.server('worker 1', await freePort(), { more, nextPoint }),
      this.server('worker 2', await freePort(), { more, nextPoint }),
    ];
    for (const server of this.servers) server.start();
    await this.api.ready();
  }

  private server(
    name: string,
    port: number,
    { more, nextPoint }: { more: Record<string, string>; nextPoint?: () => CrashPoint },
  ): ServerProcess {
    const env = {
      ...{ DATABASE_URL: this.postgres.urls.work, TRELLIS_DATA_DIR: this.folder, PORT: String(port) },
      ...{ ROLE: name === 'api' ? 'api' : 'worker', LOG_FORMAT: 'json', RATE_LIMIT_PER_MINUTE: '1000000', ...more },
    };
    return new ServerProcess(name, { env, logFile: join(this.folder, `${name}.log`), nextPoint });
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
