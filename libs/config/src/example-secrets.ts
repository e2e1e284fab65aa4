import type { TrellisConfig } from './trellis-config.ts';

/** The password and the key of docker-compose.yml, which are no secrets. */
const PASSWORD = 'trellis';
const STORE_KEY = 'test:tester';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const isPublic = (url: string | undefined): boolean =>
  Boolean(url) && !LOOPBACK.test(URL.parse(url ?? '')?.hostname ?? '');

const hasKnownPassword = (url: string | undefined): boolean => URL.parse(url ?? '')?.password === PASSWORD;

/** What keeps the secrets of the examples although its public address is not on this machine. */
export function exampleSecrets(config: TrellisConfig): { variable: string; problem: string }[] {
  const { PUBLIC_API_URL, PUBLIC_BASE_URL, DATABASE_URL, MIGRATION_DATABASE_URL, S3_ACCESS_KEY_ID } = config;
  if (![PUBLIC_API_URL, PUBLIC_BASE_URL].some(isPublic)) return [];
  const problem = 'is that of the example, and the public address is not on loopback: use one of your own';
  return [
    ...(hasKnownPassword(DATABASE_URL) ? [{ variable: 'DATABASE_URL: its password', problem }] : []),
    ...(hasKnownPassword(MIGRATION_DATABASE_URL)
      ? [{ variable: 'MIGRATION_DATABASE_URL: its password', problem }]
      : []),
    ...(S3_ACCESS_KEY_ID === STORE_KEY ? [{ variable: 'S3_ACCESS_KEY_ID', problem }] : []),
  ];
}
