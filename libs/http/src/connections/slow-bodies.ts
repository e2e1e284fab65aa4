import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface SlowBodyLimit {
  /** Milliseconds of one observation. */
  windowMs: number;
  /** Bytes that must arrive in each observation. */
  leastBytes: number;
}

/** Of one window. Only those in which this server waited for bytes count. */
const SAMPLES = 30;

/**
 * Cuts the connection of a sender whose body stalls or drips, so that half-open uploads do not hold memory and sockets for half
 * an hour. A sender that waits while this server stores an earlier file is not slow.
 */
export function cutSlowBodies(
  fastify: FastifyInstance,
  { slowBody: { windowMs, leastBytes }, jsonMs }: { slowBody: SlowBodyLimit; jsonMs: number },
): void {
  fastify.addHook('onRequest', async ({ raw }: FastifyRequest) => {
    if (!hasBody(raw.headers)) return;
    if (!isForm(raw.headers)) return cutAfter(raw, jsonMs);
    let [seen, reading] = [raw.socket.bytesRead, 0];
    const timer = setInterval(() => {
      if (raw.complete || raw.destroyed) return clearInterval(timer);
      // Bytes wait here: the sender is not slow, this server is.
      if (raw.readableLength > 0 || (reading += 1) < SAMPLES) return;
      const arrived = raw.socket.bytesRead - seen;
      [seen, reading] = [raw.socket.bytesRead, 0];
      if (arrived < leastBytes) raw.destroy(new Error('aborted: the body does not move'));
    }, windowMs / SAMPLES).unref();
    raw.once('close', () => clearInterval(timer));
  });
}

/**
 * Silence counts only while the server waits for the sender. While a file is being stored nothing moves either, and the
 * sender must get the answer.
 */
export function waitWhileWorking(fastify: FastifyInstance, silenceMs: number): void {
  fastify.addHook('onRequest', async ({ raw }: FastifyRequest) => {
    if (hasBody(raw.headers)) raw.socket.setTimeout(0);
  });
  fastify.addHook('onSend', async ({ raw }: FastifyRequest) => {
    if (hasBody(raw.headers)) raw.socket.setTimeout(silenceMs);
  });
}

const isForm = (headers: IncomingHttpHeaders): boolean =>
  headers['content-type']?.toLowerCase().startsWith('multipart/') === true;

/** JSON is small: its body has one deadline, however steadily it drips. */
function cutAfter(raw: IncomingMessage, ms: number): void {
  const timer = setTimeout(() => {
    if (!raw.complete) raw.destroy(new Error('aborted: the body does not move'));
  }, ms).unref();
  raw.once('close', () => clearTimeout(timer));
}

const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
