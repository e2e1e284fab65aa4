import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { Client } from 'pg';
import {
  SUPERUSER,
  WORKING_ROLE,
  connectionUrls,
  readConnectionFacts,
  writeConnectionFacts,
  type EmbeddedUrls,
} from './connection-facts.ts';
import { PgCtl } from './pg-ctl.ts';
import { postgresAccount } from './postgres-account.ts';
import { postgresPlaces } from './postgres-places.ts';

export interface EmbeddedPostgresOptions {
  /** Absolute path. The caller holds its lock. */
  dataDir: string;
  /** Receives a line when the files are outside the data directory, and when a running server was taken over. */
  log?: (line: string) => void;
  /** Additional settings for postgresql.conf, `name=value`. */
  settings?: readonly string[];
}

/** A PostgreSQL for this application alone: installed by npm, on a free loopback port, stopped with the application. */
export class EmbeddedPostgres {
  private constructor(
    readonly urls: EmbeddedUrls,
    private readonly tools: PgCtl,
  ) {}

  /** @throws EmbeddedPostgresError with the cure in one line */
  static async start({
    dataDir,
    log = () => undefined,
    settings = [],
  }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const account = postgresAccount();
    const places = await postgresPlaces(dataDir, account);
    if (places.moved.length > 0)
      log(`PostgreSQL's user cannot access the usual folder. Using: ${places.moved.join(', ')}`);
    const known = readConnectionFacts(dataDir);
    const secrets = { password: known?.password ?? newPassword(), workPassword: known?.workPassword ?? newPassword() };
    const { password } = secrets;
    const { clusterDir } = places;
    writeConnectionFacts(dataDir, { port: 0, ...secrets, clusterDir });
    const tools = new PgCtl(places.binDir, clusterDir, account);
    await tools.initialise(password);
    const port = (await adopt(tools, password, log)) ?? (await startOnFreePort(tools, settings));
    writeConnectionFacts(dataDir, { port, ...secrets, clusterDir });
    await ensureDatabase({ port, ...secrets });
    return new EmbeddedPostgres(connectionUrls({ port, ...secrets }), tools);
  }

  /** Rolls back running transactions and writes a checkpoint. Does nothing when the server has ended already. */
  async stop(): Promise<void> {
    if (await this.tools.isRunning()) await this.tools.stop('fast');
  }
}

/** After an application was killed, its server still runs. Uses that server, or stops it when it does not answer. */
async function adopt(tools: PgCtl, password: string, log: (line: string) => void): Promise<number | undefined> {
  tools.forgetDead();
  if (!(await tools.isRunning())) return undefined;
  const port = tools.runningPort();
  const client = maintenanceClient({ port, password });
  try {
    await client.connect();
    await client.query('select 1');
    log(`Using the PostgreSQL that still runs on port ${port}`);
    return port;
  } catch (error) {
    log(`Stopping a PostgreSQL that still runs but does not answer (${(error as Error).message})`);
    await tools.stop('immediate');
    return undefined;
  } finally {
    await client.end();
  }
}

async function startOnFreePort(tools: PgCtl, settings: readonly string[]): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      await tools.start(port, settings);
      return port;
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

const maintenanceClient = ({ port, password }: { port: number; password: string }) =>
  new Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 5000,
  });

const newPassword = () => randomBytes(24).toString('hex');

/** Creates the database, and the working role with the password of the file. Its rights come with the schema. */
async function ensureDatabase(server: { port: number; password: string; workPassword: string }): Promise<void> {
  const client = maintenanceClient(server);
  await client.connect();
  try {
    const has = async (sql: string) => (await client.query(sql)).rowCount === 1;
    if (!(await has("select 1 from pg_database where datname = 'trellis'")))
      await client.query("create database trellis encoding 'UTF8'");
    const verb = (await has(`select 1 from pg_roles where rolname = '${WORKING_ROLE}'`)) ? 'alter' : 'create';
    await client.query(`${verb} role ${WORKING_ROLE} login password '${server.workPassword}'`);
  } finally {
    await client.end();
  }
}
