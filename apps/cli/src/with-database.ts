import { setTimeout as pause } from 'node:timers/promises';
import { loadConfig } from '@trellis/config';
import { SessionClient, type DatabaseUrls } from '@trellis/database';
import {
  EmbeddedPostgres,
  EmbeddedPostgresError,
  connectionUrls,
  lockDataDirectory,
  readConnectionFacts,
} from '@trellis/embedded-postgres';

const LOOK_EVERY_MS = 250;

const say = (line: string) => process.stderr.write(`${line}\n`);

/**
 * Runs `work` on the configured database. Without DATABASE_URL that is the embedded one: the server of the running
 * application, or one that is started for this command.
 */
export async function withDatabase<T>(work: (urls: DatabaseUrls) => Promise<T>): Promise<T> {
  const config = loadConfig();
  const { DATABASE_URL: url, MIGRATION_DATABASE_URL: owner } = config;
  if (url) return work({ work: url, owner: owner ?? url });
  const lock = lockDataDirectory(config.TRELLIS_DATA_DIR);
  if (!lock) return work(runningServer(config.TRELLIS_DATA_DIR));
  const postgres = await EmbeddedPostgres.start({ dataDir: config.TRELLIS_DATA_DIR, log: say });
  const stop = async () => {
    await postgres.stop();
    lock.release();
  };
  try {
    return await work(postgres.urls);
  } finally {
    // Also after a failure of PostgreSQL, when other users are unknown.
    await othersLeave(postgres.urls.owner).finally(stop);
  }
}

function runningServer(dataDir: string): DatabaseUrls {
  const facts = readConnectionFacts(dataDir);
  if (!facts?.port) throw new EmbeddedPostgresError(`Another copy is starting in ${dataDir}. Try again in a moment.`);
  return connectionUrls(facts);
}

const OTHERS = `
  select 1 from pg_stat_activity
  where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`;

/** Waits until no other command uses the database, because this command stops it. */
async function othersLeave(url: string): Promise<void> {
  const client = new SessionClient({ connectionString: url });
  await client.connect();
  let announced = false;
  while ((await client.query(OTHERS)).rowCount) {
    if (!announced) say('Done. Waiting for another command that uses this database.');
    announced = true;
    await pause(LOOK_EVERY_MS);
  }
  await client.end();
}
