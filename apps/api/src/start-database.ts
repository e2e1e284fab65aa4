import { EmbeddedPostgres, lockDataDirectory } from '@trellis/embedded-postgres';
import { subscriptions } from '@trellis/all';
import { Migrator } from '@trellis/migrations';
import type { TrellisConfig } from '@trellis/config';
import { StartRefusedError } from './start-refused.error.ts';

export interface RunningDatabase {
  /** Of the working role. */
  url: string;
  embedded: boolean;
  stop(): Promise<void>;
}

type Log = (line: string) => void;

/** The configured database. The embedded one is started and migrated; any other must be migrated already. */
export async function startDatabase(config: TrellisConfig, log: Log): Promise<RunningDatabase> {
  return config.DATABASE_URL ? remote(config.DATABASE_URL) : embedded(config.TRELLIS_DATA_DIR, log);
}

async function remote(url: string): Promise<RunningDatabase> {
  const { pending, faults } = await Migrator.use(url, subscriptions, async (migrator) => ({
    ...(await migrator.status()),
    faults: await migrator.sessionFaults(),
  }));
  if (faults.length > 0) throw new StartRefusedError(`The database cannot be used. ${faults.join(' ')}`);
  if (pending.length > 0) {
    throw new StartRefusedError(
      `The database lacks these migrations: ${pending.join(', ')}. Run: npm run trellis -- migrate up`,
    );
  }
  return { url, embedded: false, stop: async () => undefined };
}

async function embedded(dataDir: string, log: Log): Promise<RunningDatabase> {
  const lock = lockDataDirectory(dataDir);
  if (!lock)
    throw new StartRefusedError(
      `Another copy is using the data directory ${dataDir}. Stop it, or set TRELLIS_DATA_DIR.`,
    );
  const postgres = await EmbeddedPostgres.start({ dataDir, log });
  const stop = async () => {
    await postgres.stop();
    lock.release();
  };
  try {
    await Migrator.use(postgres.urls, subscriptions, (migrator) => migrator.up());
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: postgres.urls.work, embedded: true, stop };
}
