import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export interface ConnectionLimits {
  /** Connections of one process. */
  connections: number;
  /** Requests on one connection, after which it is closed. */
  requests: number;
  /** Requests that wait on one connection for the answers before them. */
  waiting: number;
}

const LIMITS: ConnectionLimits = { connections: 1_000, requests: 1_000, waiting: 50 };

interface Line {
  last: Promise<unknown>;
  waiting: number;
}

/**
 * Answers one request of a connection after the other. A client may send many before it reads the first answer, and
 * each would hold files and memory for an answer that is not read.
 */
export function answerOneAtATime(fastify: FastifyInstance, limits = LIMITS): void {
  fastify.server.maxConnections = limits.connections;
  fastify.server.maxRequestsPerSocket = limits.requests;
  const lines = new WeakMap<Socket, Line>();
  fastify.addHook('onRequest', async ({ raw }: FastifyRequest, reply: FastifyReply) => {
    const line = lines.get(raw.socket) ?? { last: Promise.resolve(), waiting: 0 };
    lines.set(raw.socket, line);
    const before = line.last;
    line.last = new Promise((resolve) => reply.raw.once('close', resolve));
    line.waiting += 1;
    if (line.waiting > limits.waiting) raw.socket.destroy();
    await before;
    line.waiting -= 1;
    // When the client is gone, every answer before is over at once. The requests behind them need no work.
    if (raw.socket.destroyed) void reply.hijack();
  });
}
