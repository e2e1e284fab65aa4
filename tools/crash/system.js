import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { subscriptions } from '@trellis/all';
import { Migrator } from '@trellis/migrations';
import { CrashablePostgres } from './crashable-postgres.js';
import { ServerProcess } from './server-process.js';
import { diskStore, swiftStore } from './stores.js';

const CLI = join(import.meta.dirname, '../../apps/cli/dist/main.js');

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** One API, two workers, a PostgreSQL and a store, all real, all of them mortal. */
export class System {
  static async start({ storeName, random, pointOf }) {
    const system = Object.assign(new System(), { servers: [] });
    try {
      await system.build(storeName, random);
      await system.startServers(pointOf);
      return system;
    } catch (error) {
      await system.stop({ keep: true });
      throw error;
    }
  }

  async build(storeName, random) {
    this.folder = await mkdtemp(join(tmpdir(), 'trellis-crash-'));
    this.postgres = await CrashablePostgres.start();
    this.store = await (storeName === 'swift' ? swiftStore(this.folder, random) : diskStore(this.folder));
    const migrator = await Migrator.connect(this.postgres.url, subscriptions);
    await migrator.up();
    await migrator.close();
    this.sql = new pg.Pool({ connectionString: this.postgres.url, max: 3 });
    this.sql.on('error', () => undefined); // its connections die with PostgreSQL, which is what is tried here
    this.key = (await this.command('keys', 'create', '--name', 'crash', '--role', 'admin')).key;
  }

  /** What `trellis` answers, on this system's database and store. */
  async command(...words) {
    const { PATH } = process.env;
    const env = { PATH, DATABASE_URL: this.postgres.url, TRELLIS_DATA_DIR: this.folder, ...this.store.settings };
    const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...words, '--json'], { env });
    return JSON.parse(stdout);
  }

  async startServers(pointOf) {
    const server = async (name, role) =>
      new ServerProcess(name, {
        env: {
          DATABASE_URL: this.postgres.url,
          TRELLIS_DATA_DIR: this.folder,
          PORT: String(await freePort()),
          ROLE: role,
          LOG_FORMAT: 'json',
          RATE_LIMIT_PER_MINUTE: '1000000',
          ...this.store.settings,
        },
        logFile: join(this.folder, `${name}.log`),
        nextPoint: role === 'worker' ? pointOf : undefined,
      });
    this.api = await server('api', 'api');
    this.workers = [await server('worker 1', 'worker'), await server('worker 2', 'worker')];
    this.servers = [this.api, ...this.workers];
    for (const one of this.servers) one.start();
    await this.api.ready();
  }

  get base() {
    return `http://127.0.0.1:${this.api.env.PORT}`;
  }

  get kills() {
    return this.servers.reduce((sum, { kills }) => sum + kills, 0);
  }

  /** How many died at which point. */
  get killedAt() {
    const sum = {};
    for (const { killedAt } of this.servers) {
      for (const [point, n] of Object.entries(killedAt)) sum[point] = (sum[point] ?? 0) + n;
    }
    return sum;
  }

  stopServers() {
    return Promise.all(this.servers.map((one) => one.stop()));
  }

  /** Seconds that servers took to stop when they were asked to. */
  get stops() {
    return this.servers.flatMap(({ stops }) => stops);
  }

  /** Ends all that was started. `keep`: logs and files stay, to be looked at. */
  async stop({ keep }) {
    await this.stopServers();
    await this.sql?.end();
    await this.store?.stop();
    await this.postgres?.stop();
    if (keep) process.stderr.write(`Files and logs are in ${this.folder}\n`);
    else await rm(this.folder, { recursive: true, force: true });
  }
}
