import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TrellisConfig } from '@trellis/config';
import { hostOf, isLoopbackName } from './own-host.ts';
import { SESSION_SECONDS } from './sessions.service.ts';

type PublicUrl = Pick<TrellisConfig, 'PUBLIC_API_URL'>;

/** `protocol` is that of a trusted proxy where there is one. */
const isSecure = ({ protocol }: FastifyRequest, { PUBLIC_API_URL }: PublicUrl): boolean =>
  protocol === 'https' || PUBLIC_API_URL?.startsWith('https:') === true;

/**
 * The name of the cookie. Cookies know no ports, so on loopback the name has the port: two copies on one machine do not
 * sign each other out. `__Host-` makes browsers refuse a cookie that another host of the domain has set.
 */
export function cookieName(request: FastifyRequest, config: PublicUrl): string {
  const host = hostOf(request.headers.host);
  const secure = isSecure(request, config);
  const port = host && isLoopbackName(host.hostname) ? `_${host.port || (secure ? 443 : 80)}` : '';
  return `${secure ? '__Host-' : ''}trellis_session${port}`;
}

export const tokenOf = (request: FastifyRequest, config: PublicUrl): string =>
  request.cookies?.[cookieName(request, config)] ?? '';

const attributes = (request: FastifyRequest, config: PublicUrl) =>
  ({ httpOnly: true, sameSite: 'strict', path: '/', secure: isSecure(request, config) }) as const;

export function setCookie(reply: FastifyReply, token: string, request: FastifyRequest, config: PublicUrl): void {
  void reply.setCookie(cookieName(request, config), token, {
    ...attributes(request, config),
    maxAge: SESSION_SECONDS,
  });
}

/** Also makes the browser forget the pictures it has seen. */
export function clearCookie(reply: FastifyReply, request: FastifyRequest, config: PublicUrl): void {
  void reply.clearCookie(cookieName(request, config), attributes(request, config)).header('Clear-Site-Data', '"cache"');
}
