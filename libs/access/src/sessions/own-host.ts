import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { TrellisConfig } from '@trellis/config';
import { DomainError } from '@trellis/kernel';
import { accessProblems } from '../access.problems.ts';

type OwnNames = Pick<TrellisConfig, 'ALLOWED_HOSTS' | 'PUBLIC_API_URL'>;

/** Host and port of a Host header; undefined when it is not one. */
export function hostOf(header: string | undefined): URL | undefined {
  const url = header && /^[\w.:[\]-]+$/.test(header) ? URL.parse(`http://${header}`) : null;
  return url ?? undefined;
}

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '');

export const isLoopbackName = (hostname: string): boolean =>
  hostname === 'localhost' || bare(hostname) === '::1' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/**
 * Whether a request that lives by a cookie was meant for this server. A page of an attacker reaches it under a name of
 * theirs (DNS rebinding), never under an address.
 */
export function isOwnHost(header: string | undefined, { ALLOWED_HOSTS, PUBLIC_API_URL }: OwnNames): boolean {
  const hostname = hostOf(header)?.hostname;
  if (!hostname) return false;
  if (hostname === 'localhost' || isIP(bare(hostname)) > 0) return true;
  const publicName = PUBLIC_API_URL && new URL(PUBLIC_API_URL).hostname;
  return hostname === publicName || ALLOWED_HOSTS.includes(hostname);
}

/** @throws DomainError misdirected */
export function requireOwnHost({ headers }: FastifyRequest, names: OwnNames): void {
  if (isOwnHost(headers.host, names)) return;
  throw new DomainError(
    accessProblems.misdirected,
    'This server does not know the name in the address. Open it by its address or PUBLIC_API_URL, or add the name to ALLOWED_HOSTS.',
  );
}
