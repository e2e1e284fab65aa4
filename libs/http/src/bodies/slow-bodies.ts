import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface SlowBodyLimit {
  /** Milliseconds over which the sender is watched. */
  windowMs: number;
  /** Bytes that have to arrive in each of them. */
  leastBytes: number;
}

/**
 * Cuts the connection of a sender whose body does not move: a handful of half-open uploads must not hold memory and
 * sockets for half an hour. A sender that waits for us, because a file before is being stored, is not slow.
 */
export function cutSlowBodies(fastify: FastifyInstance, { windowMs, leastBytes }: SlowBodyLimit): void {
  fastify.addHook('onRequest', async ({ raw }: FastifyRequest) => {
    if (!hasBody(raw.headers)) return;
    let seen = raw.socket.bytesRead;
    const timer = setInterval(() => {
      if (raw.complete || raw.destroyed) return clearInterval(timer);
      const arrived = raw.socket.bytesRead - seen;
      seen = raw.socket.bytesRead;
      if (arrived < leastBytes && raw.readableLength === 0) raw.destroy(new Error('aborted: the body does not move'));
    }, windowMs).unref();
    raw.once('close', () => clearInterval(timer));
  });
}

/**
 * The silence of a connection counts against its sender only: while a file is being stored nothing moves either, and whoever
 * sent it is to hear what became of it.
 */
export function waitWhileWorking(fastify: FastifyInstance, silenceMs: number): void {
  fastify.addHook('onRequest', async ({ raw }: FastifyRequest) => {
    if (hasBody(raw.headers)) raw.socket.setTimeout(0);
  });
  fastify.addHook('onSend', async ({ raw }: FastifyRequest) => {
    if (hasBody(raw.headers)) raw.socket.setTimeout(silenceMs);
  });
}

const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
