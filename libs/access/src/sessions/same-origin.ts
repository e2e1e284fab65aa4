import type { FastifyRequest } from 'fastify';
import type { TrellisConfig } from '@trellis/config';
import { DomainError } from '@trellis/kernel';
import { accessProblems } from '../access.problems.ts';

const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

type PublicUrl = Pick<TrellisConfig, 'PUBLIC_API_URL'>;

/** Whether the page that sent the request is one of this server. Browsers set both headers; scripts cannot. */
export function isSameOrigin({ headers }: Pick<FastifyRequest, 'headers'>, { PUBLIC_API_URL }: PublicUrl): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const origin = headers.origin ? URL.parse(headers.origin) : null;
  if (!origin || !/^https?:$/.test(origin.protocol)) return false;
  const own = PUBLIC_API_URL && new URL(PUBLIC_API_URL).origin;
  return origin.host === URL.parse(`${origin.protocol}//${headers.host}`)?.host || origin.origin === own;
}

const crossSite = () =>
  new DomainError(
    accessProblems.cross_site,
    'With a session, only pages of this server may change something. Programs send Authorization: Bearer <key>.',
  );

/** For a request that lives by a cookie. @throws DomainError cross_site */
export function requireSameOrigin(request: FastifyRequest, config: PublicUrl): void {
  if (!HARMLESS.has(request.method) && !isSameOrigin(request, config)) throw crossSite();
}

/** For sign-in, which also programs may send: they send neither header. @throws DomainError cross_site */
export function refuseOtherSites(request: FastifyRequest, config: PublicUrl): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if ((origin !== undefined || site !== undefined) && !isSameOrigin(request, config)) throw crossSite();
}
