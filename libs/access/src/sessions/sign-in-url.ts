import { hostInUrl, type TrellisConfig } from '@trellis/config';

const EVERY_ADDRESS = new Set(['0.0.0.0', '::', '']);

/** The address of a sign-in link. The code is behind `#`, which browsers do not send: no log on the way has it. */
export function signInUrl({ HOST }: Pick<TrellisConfig, 'HOST'>, port: number, code: string): string {
  const host = EVERY_ADDRESS.has(HOST) ? '127.0.0.1' : hostInUrl(HOST);
  return `http://${host}:${port}/admin/sign-in#code=${code}`;
}
