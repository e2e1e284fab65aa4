import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres, readConnectionFacts, type EmbeddedUrls } from '@trellis/embedded-postgres';
import { PgCtl, postgresAccount, postgresPlaces } from '@trellis/embedded-postgres/testing';

const SETTINGS = ['max_connections=200'];

/** A durable PostgreSQL in its own folder. It can be crashed under its clients and restarts on the same port. */
export class CrashablePostgres {
  private readonly dataDir: string;
  private readonly server: EmbeddedPostgres;
  private readonly control: PgCtl;

  private constructor(dataDir: string, server: EmbeddedPostgres, control: PgCtl) {
    this.dataDir = dataDir;
    this.server = server;
    this.control = control;
  }

  static async start(): Promise<CrashablePostgres> {
    const dataDir = await mkdtemp(join(tmpdir(), 'trellis-crash-database-'));
    await chmod(dataDir, 0o755);
    const server = await EmbeddedPostgres.start({ dataDir, settings: SETTINGS });
    const { binDir, clusterDir } = await postgresPlaces(dataDir, postgresAccount());
    return new CrashablePostgres(dataDir, server, new PgCtl(binDir, clusterDir, postgresAccount()));
  }

  get urls(): EmbeddedUrls {
    return this.server.urls;
  }

  /** Cuts every connection and flushes nothing, as a power failure does; then recovers. */
  async crash(): Promise<void> {
    const facts = readConnectionFacts(this.dataDir);
    if (!facts) throw new Error('PostgreSQL left no connection facts');
    await this.control.stop('immediate');
    await this.control.start(facts.port, SETTINGS);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
