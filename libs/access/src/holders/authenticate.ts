import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { httpProblems } from '@trellis/http';
import { DomainError } from '@trellis/kernel';
import { NO_ROLE, isOfApi, requireRole, roleOfRoute, type AuthenticatedRequest } from '../keys/request-actor.ts';
import { Holders } from './holders.service.ts';

/**
 * Refuses a request before a byte of its body is read: without a valid key or session, with a role that is too low, from
 * a page of another site, or to a route that does not exist. `limitRequests` has looked the holder up before.
 */
export function authenticateRequests(app: NestFastifyApplication): void {
  const holders = app.get(Holders);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request: FastifyRequest) => {
    if (request.is404)
      throw new DomainError(httpProblems.route_not_found, 'There is no such route. /docs lists all routes.');
    const role = roleOfRoute(request);
    if (!isOfApi(request) || role === NO_ROLE) return;
    holders.requireOwnPage(request);
    requireRole((request as AuthenticatedRequest).apiKey, role);
  });
}
