import { validateSync } from 'class-validator';
import { isAbsolute, join, resolve } from 'node:path';
import { launchSettings } from './launch-settings.ts';
import { TrellisConfig } from './trellis-config.ts';

/** Every problem of the configuration, by the name of its variable and never by its value. */
export class InvalidConfigurationError extends Error {
  constructor(readonly problems: readonly { variable: string; problem: string }[]) {
    super(problems.map(({ variable, problem }) => `${variable} ${problem}`).join('\n'));
  }
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);
const whole = (text: string | undefined, standard: number) => (text ? Number(text) : standard);
const flag = (text: string) => (text === 'true' ? true : text === 'false' ? false : text) as boolean;
const listed = (text: string | undefined, separator: string) =>
  (text ?? '')
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean);

function publicBaseUrl(env: NodeJS.ProcessEnv, config: TrellisConfig): string {
  if (env['PUBLIC_BASE_URL']) return env['PUBLIC_BASE_URL'].replace(/\/+$/, '');
  const served = config.STORAGE_DRIVER === 'disk' && LOOPBACK.has(config.HOST);
  return served ? `http://127.0.0.1:${config.PORT}/media` : '';
}

/**
 * The validated configuration. Reads the environment once; nothing else in the system does.
 * @throws InvalidConfigurationError naming every problem at once
 */
export function loadConfig(
  env: NodeJS.ProcessEnv = process.env,
  terminal = process.stdout.isTTY === true,
): TrellisConfig {
  const config = new TrellisConfig();
  const launch = launchSettings(env);
  Object.assign(config, {
    DATABASE_URL: env['DATABASE_URL'] || undefined,
    TRELLIS_DATA_DIR: launch.dataDir,
    HOST: launch.host,
    PORT: launch.port,
    ROLE: env['ROLE'] || 'all',
    STORAGE_DRIVER: env['STORAGE_DRIVER'] || 'disk',
    CANDIDATE_ROOTS: rootsOf(env['CANDIDATE_ROOTS'], launch.dataDir),
    MAX_IMAGE_BYTES: whole(env['MAX_IMAGE_BYTES'], 26_214_400),
    LINK_CONCURRENCY: whole(env['LINK_CONCURRENCY'], 4),
    RATE_LIMIT_PER_MINUTE: whole(env['RATE_LIMIT_PER_MINUTE'], 6000),
    CORS_ORIGINS: listed(env['CORS_ORIGINS'], ','),
    TRUST_PROXY: flag(env['TRUST_PROXY'] || 'false'),
    LOG_LEVEL: env['LOG_LEVEL'] || 'info',
    LOG_FORMAT: env['LOG_FORMAT'] || (terminal ? 'pretty' : 'json'),
    ...s3Of(env),
  });
  config.PUBLIC_BASE_URL = publicBaseUrl(env, config);
  refuseInvalid(config);
  return config;
}

const rootsOf = (text: string | undefined, dataDir: string): string[] => {
  const roots = listed(text, ':').map((root) => (isAbsolute(root) ? resolve(root) : root));
  return roots.length > 0 ? roots : [join(resolve(dataDir), 'candidates')];
};

const s3Of = (env: NodeJS.ProcessEnv): Partial<TrellisConfig> => ({
  S3_ENDPOINT: env['S3_ENDPOINT'] || undefined,
  S3_REGION: env['S3_REGION'] || undefined,
  S3_BUCKET: env['S3_BUCKET'] || undefined,
  S3_ACCESS_KEY_ID: env['S3_ACCESS_KEY_ID'] || undefined,
  S3_SECRET_ACCESS_KEY: env['S3_SECRET_ACCESS_KEY'] || undefined,
  S3_FORCE_PATH_STYLE: env['S3_FORCE_PATH_STYLE'] ? flag(env['S3_FORCE_PATH_STYLE']) : undefined,
  S3_PREFIX: env['S3_PREFIX'] || undefined,
});

function refuseInvalid(config: TrellisConfig): void {
  const problems = validateSync(config, { validationError: { target: false, value: false } }).map((error) => ({
    variable: error.property,
    problem:
      Object.values(error.constraints ?? {}).map((text) => text.replace(`${error.property} `, ''))[0] ?? 'is invalid',
  }));
  if (problems.length > 0) throw new InvalidConfigurationError(problems);
}
