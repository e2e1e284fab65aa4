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
import type { Random } from './random.ts';
import { ServerProcess, type CrashPoint } from './server-process.ts';
import { diskStore, swiftStore, type Store } from './stores.ts';

const CLI = join(import.meta.dirname, '../../apps/cli/dist/main.js');

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

interface Options {
  storeName: string;
  random: Random;
  /** Where the next worker kills itself. */
  pointOf: () => CrashPoint;
}

interface Server {
  name: string;
  role: 'api' | 'worker';
  nextPoint?: () => CrashPoint;
}

/** One API, two workers, a PostgreSQL and a store. All are real, and each of them can be killed. */
export class System {
  readonly folder: string;
  readonly postgres: CrashablePostgres;
  readonly store: Store;
  readonly sql: pg.Pool;
  key = '';
  servers: ServerProcess[] = [];

  private constructor(folder: string, postgres: CrashablePostgres, store: Store) {
    this.folder = folder;
    this.postgres = postgres;
    this.store = store;
    this.sql = new pg.Pool({ connectionString: postgres.urls.owner, max: 3 });
    // The harness crashes PostgreSQL, and its connections with it. A pool listens to the idle ones only; a query that
    // runs rejects besides.
    this.sql.on('error', () => undefined);
    this.sql.on('connect', (client) => client.on('error', () => undefined));
  }

  static async start({ storeName, random, pointOf }: Options): Promise<System> {
    const folder = await mkdtemp(join(tmpdir(), 'trellis-crash-'));
    const postgres = await CrashablePostgres.start();
    const store = await (storeName === 'swift' ? swiftStore(folder, random) : diskStore(folder)).catch(
      async (error: unknown) => {
        await postgres.stop();
        process.stderr.write(`Files and logs are in ${folder}\n`);
        throw error;
      },
    );
    const system = new System(folder, postgres, store);
    try {
      await system.migrate();
      await system.startServers(pointOf);
      return system;
    } catch (error) {
      await system.stop({ keep: true });
      throw error;
    }
  }

  private async migrate(): Promise<void> {
    await Migrator.use(this.postgres.urls, subscriptions, (migrator) => migrator.up());
    this.key = (await this.command<{ key: string }>('keys', 'create', '--name', 'crash', '--role', 'admin')).key;
  }

  /** Of a command on this system's database and store. */
  get environment(): NodeJS.ProcessEnv {
    const { PATH } = process.env;
    return { PATH, DATABASE_URL: this.postgres.urls.work, TRELLIS_DATA_DIR: this.folder, ...this.store.settings };
  }

  /** What `trellis … --json` prints, on this system's database and store. */
  async command<T>(...words: string[]): Promise<T> {
    const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...words, '--json'], {
      env: this.environment,
    });
    return JSON.parse(stdout) as T;
  }

  private async startServers(nextPoint: () => CrashPoint): Promise<void> {
    this.servers = [
      await this.server({ name: 'api', role: 'api' }),
      await this.server({ name: 'worker 1', role: 'worker', nextPoint }),
      await this.server({ name: 'worker 2', role: 'worker', nextPoint }),
    ];
    for (const one of this.servers) one.start();
    await this.api.ready();
  }

  private async server({ name, role, nextPoint }: Server): Promise<ServerProcess> {
    const env = {
      DATABASE_URL: this.postgres.urls.work,
      TRELLIS_DATA_DIR: this.folder,
      PORT: String(await freePort()),
      ROLE: role,
      LOG_FORMAT: 'json',
      RATE_LIMIT_PER_MINUTE: '1000000',
      ...this.store.settings,
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

  /** How many servers died at each point. */
  get killedAt(): Record<string, number> {
    const sum: Record<string, number> = {};
    for (const { killedAt } of this.servers) {
      for (const [point, n] of Object.entries(killedAt)) sum[point] = (sum[point] ?? 0) + n;
    }
    return sum;
  }

  async stopServers(): Promise<void> {
    await Promise.all(this.servers.map((one) => one.stop()));
  }

  /** Seconds that each requested stop took. */
  get stops(): number[] {
    return this.servers.flatMap(({ stops }) => stops);
  }

  /** Ends everything that was started. @param options.keep keep logs and files for inspection */
  async stop({ keep }: { keep: boolean }): Promise<void> {
    await this.stopServers();
    await this.sql.end();
    await this.store.stop();
    await this.postgres.stop();
    if (keep) process.stderr.write(`Files and logs are in ${this.folder}\n`);
    else await rm(this.folder, { recursive: true, force: true });
  }
}
