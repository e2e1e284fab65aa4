import { SetMetadata, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ApiKeyRow } from './api-keys.service.ts';
import type { Role } from './role.ts';

export const ROLE = 'trellis:role';
export const PUBLIC = 'trellis:public';

export type AuthenticatedRequest = FastifyRequest & { apiKey?: ApiKeyRow };

/** The key in a request; undefined without one. */
export const bearerOf = ({ headers }: FastifyRequest): string =>
  /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';

/** A route without authentication: health, metrics, documentation, media. */
export const Public = () => SetMetadata(PUBLIC, true);

export const RequireRole = (role: Role) => SetMetadata(ROLE, role);

/** The actor for the audit log: `key:<name>`. */
export const Actor = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { apiKey } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  return `key:${apiKey?.name ?? 'unknown'}`;
});
