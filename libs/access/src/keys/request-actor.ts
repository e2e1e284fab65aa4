import { SetMetadata, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '@trellis/kernel';
import { accessProblems } from '../access.problems.ts';
import type { ApiKeyRow } from './api-keys.service.ts';
import type { Role } from './role.ts';

export const ROLE = 'trellis:role';
export const PUBLIC = 'trellis:public';

/** The session that a request lives by, instead of a key of its own. */
export interface HeldSession {
  id: string;
  by: string | null;
  expiresAt: Date;
}

/** `apiKey` is also the key of the session. */
export type AuthenticatedRequest = FastifyRequest & { apiKey?: ApiKeyRow; session?: HeldSession };

/** The key in a request; undefined without one. */
export const bearerOf = ({ headers }: FastifyRequest): string =>
  /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';

/** A route without authentication: health, metrics, documentation, media. */
export const Public = () => SetMetadata(PUBLIC, true);

export const RequireRole = (role: Role) => SetMetadata(ROLE, role);

export const PICTURE = 'trellis:picture';

/** Whether the route answers with a picture. */
export const isPicture = ({ routeOptions }: FastifyRequest): boolean =>
  (routeOptions.config as { [PICTURE]?: boolean })[PICTURE] === true;

/** By route, because one path can be spelled in many ways. */
export const isOfApi = ({ routeOptions }: FastifyRequest): boolean => routeOptions.url?.startsWith('/api/') === true;

const ranks: Record<Role, number> = { viewer: 1, operator: 2, admin: 3 };

/** Instead of a role: the route examines what it is sent itself. */
export const NO_ROLE = 'none';

export const roleOfRoute = ({ routeOptions }: FastifyRequest): Role | typeof NO_ROLE | undefined =>
  (routeOptions.config as { [ROLE]?: Role | typeof NO_ROLE })[ROLE];

/** Closed by default: a route without a role requires an admin. @throws DomainError unauthenticated, forbidden */
export function requireRole(apiKey: ApiKeyRow | undefined, needed: Role = 'admin'): asserts apiKey is ApiKeyRow {
  if (!apiKey)
    throw new DomainError(accessProblems.unauthenticated, 'Send a valid key as Authorization: Bearer <key>.');
  if (ranks[apiKey.role] < ranks[needed])
    throw new DomainError(accessProblems.forbidden, `This requires a key with the role ${needed}.`);
}

/** Requires a higher role for a part of what a route does. @throws DomainError forbidden */
export type RequireFor = (role: Role) => void;

/** For the parameter of a handler. */
export const RequireFor = createParamDecorator((_: unknown, context: ExecutionContext): RequireFor => {
  const { apiKey } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  return (role) => requireRole(apiKey, role);
});

/** As the audit log names the holder of a key, and the person who signed in with it. */
export const actorName = ({ name }: Pick<ApiKeyRow, 'name'>, by: string | null = null): string =>
  by === null ? `key:${name}` : `key:${name} (${by})`;

/** The actor for the audit log: `key:<name>`, or `key:<name> (<person>)` of a session. */
export const Actor = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { apiKey, session } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  return actorName(apiKey ?? { name: 'unknown' }, session?.by);
});
