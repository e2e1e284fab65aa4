import { resolve } from 'node:path';

/** One default each, for the few settings that are needed before anything is built. */
export const launchDefaults = { dataDir: 'var', host: '127.0.0.1', port: 3000 } as const;

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
    dataDir: resolve(env['TRELLIS_DATA_DIR'] || launchDefaults.dataDir),
    host: env['HOST'] || launchDefaults.host,
    port: Number(env['PORT'] || launchDefaults.port),
    embedded: !env['DATABASE_URL'],
  };
}
