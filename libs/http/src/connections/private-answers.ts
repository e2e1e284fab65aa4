import type { FastifyInstance } from 'fastify';

/** The answer of this route is a file, with rules of its own for caches. */
export const FILE_ROUTE = 'trellis:file';

/** Answers of the API depend on who asks, so no cache may keep them. */
export function keepAnswersPrivate(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async ({ routeOptions }, reply) => {
    if (!routeOptions.url?.startsWith('/api/')) return;
    const before = reply.getHeader('Vary');
    void reply.header('Vary', [before, 'Authorization, Cookie'].filter(Boolean).join(', '));
    if (!(FILE_ROUTE in routeOptions.config)) void reply.header('Cache-Control', 'no-store');
  });
}
