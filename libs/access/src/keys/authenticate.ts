import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { httpProblems } from '@trellis/http';
import { DomainError } from '@trellis/kernel';
import { ROLE, isOfApi, requireRole, type AuthenticatedRequest } from './request-actor.ts';
import type { Role } from './role.ts';

/**
 * Refuses a request before a byte of its body is read: without a valid key, with a role that is too low, or to a route
 * that does not exist. `limitRequests` has looked the key up before.
 */
export function authenticateRequests(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request: FastifyRequest) => {
    if (request.is404)
      throw new DomainError(httpProblems.route_not_found, 'There is no such route. /docs lists all routes.');
    if (!isOfApi(request)) return;
    requireRole((request as AuthenticatedRequest).apiKey, (request.routeOptions.config as { [ROLE]?: Role })[ROLE]);
  });
}
