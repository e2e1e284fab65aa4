import type { FastifyInstance } from 'fastify';

/** Node keeps the first of two Host headers, and a proxy may have chosen the other. */
export function refuseTwoHosts(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async ({ raw: { rawHeaders } }) => {
    let hosts = 0;
    for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === 'host') hosts += 1;
    if (hosts > 1) throw Object.assign(new Error('A request has one Host header.'), { statusCode: 400 });
  });
}
