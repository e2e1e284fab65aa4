import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres, readConnectionFacts } from '@trellis/embedded-postgres';
import { PgCtl } from '../../libs/embedded-postgres/dist/pg-ctl.js';
import { postgresAccount } from '../../libs/embedded-postgres/dist/postgres-account.js';
import { postgresPlaces } from '../../libs/embedded-postgres/dist/postgres-places.js';

const SETTINGS = ['max_connections=200'];

/** A durable PostgreSQL in a folder of its own that can be torn down under its clients and comes back on the same port. */
export class CrashablePostgres {
  static async start() {
    const dataDir = await mkdtemp(join(tmpdir(), 'trellis-crash-database-'));
    await chmod(dataDir, 0o755);
    const server = await EmbeddedPostgres.start({ dataDir, settings: SETTINGS });
    const { binDir, clusterDir } = await postgresPlaces(dataDir, postgresAccount());
    const tools = new PgCtl(binDir, clusterDir, postgresAccount());
    return Object.assign(new CrashablePostgres(), { dataDir, server, tools, url: server.url });
  }

  /** Every connection is cut and nothing is flushed, as when the machine loses power; then recovery. */
  async crash() {
    const { port } = readConnectionFacts(this.dataDir);
    await this.tools.stop('immediate');
    await this.tools.start(port, SETTINGS);
  }

  async stop() {
    await this.server.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
