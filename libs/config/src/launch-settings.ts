import { resolve } from 'node:path';

/** The few settings that are needed before anything is built. Shared with {@link TrellisConfig}, so there is one default each. */
export interface LaunchSettings {
  /** Absolute path. */
  dataDir: string;
  host: string;
  port: number;
  /** Whether this process brings its own PostgreSQL. */
  embedded: boolean;
}

/** Reads them leniently: what is wrong with them is said later, with everything else that is wrong. */
export function launchSettings(env: NodeJS.ProcessEnv = process.env): LaunchSettings {
  return {
    dataDir: resolve(env['TRELLIS_DATA_DIR'] || 'var'),
    host: env['HOST'] || '127.0.0.1',
    port: Number(env['PORT'] || 3000),
    embedded: !env['DATABASE_URL'],
  };
}
