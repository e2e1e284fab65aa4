import { resolve } from 'node:path';

/** The defaults of the settings that are needed before anything is built. */
export const launchDefaults = { dataDir: 'var', host: '127.0.0.1', port: 3000 } as const;

/** An address as a URL has it: IPv6 in brackets. */
export const hostInUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** The settings that are needed before anything is built. {@link TrellisConfig} uses the same defaults. */
export interface LaunchSettings {
  /** Absolute path. */
  dataDir: string;
  host: string;
  port: number;
  /** Whether this process starts its own PostgreSQL. */
  embedded: boolean;
}

/** Reads without validation. `loadConfig` reports invalid values later, together with all others. */
export function launchSettings(env: NodeJS.ProcessEnv = process.env): LaunchSettings {
  return {
    dataDir: resolve(env['TRELLIS_DATA_DIR'] || launchDefaults.dataDir),
    host: env['HOST'] || launchDefaults.host,
    port: Number(env['PORT'] || launchDefaults.port),
    embedded: !env['DATABASE_URL'],
  };
}
