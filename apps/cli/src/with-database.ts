import { loadConfig } from '@trellis/config';
import { EmbeddedPostgres, EmbeddedPostgresError, lockDataDirectory, readConnectionFacts } from '@trellis/database';

const say = (line: string) => process.stderr.write(`${line}\n`);

/**
 * Runs `work` on the configured database. Without DATABASE_URL that is the embedded one: the running server's, or one that
 * is started for as long as this takes.
 */
export async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const config = loadConfig();
  if (config.DATABASE_URL) return work(config.DATABASE_URL);
  const lock = lockDataDirectory(config.TRELLIS_DATA_DIR);
  if (!lock) return work(runningServer(config.TRELLIS_DATA_DIR));
  const postgres = await EmbeddedPostgres.start({ dataDir: config.TRELLIS_DATA_DIR, log: say });
  try {
    return await work(postgres.url);
  } finally {
    await postgres.stop();
    lock.release();
  }
}

function runningServer(dataDir: string): string {
  const facts = readConnectionFacts(dataDir);
  if (!facts?.port)
    throw new EmbeddedPostgresError(`Another copy is just starting in ${dataDir}. Try again in a moment.`);
  return facts.url;
}
