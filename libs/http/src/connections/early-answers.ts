import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What is still read after an answer. */
export const MOST_BYTES = 33_554_432;
const MOST_MS = 5_000;

/**
 * Lets a client see an answer that was sent before its body had arrived. A connection that is closed with unread bytes
 * is reset, and the client, or the proxy before it, loses the answer. So the rest is read and discarded, up to a limit.
 */
export function readAfterEarlyAnswers(fastify: FastifyInstance): void {
  const requests = new WeakMap<Socket, IncomingMessage>();
  fastify.server.on('connection', (socket: Socket) => {
    const close = socket.destroySoon.bind(socket);
    // Node calls this after an answer with `Connection: close`.
    socket.destroySoon = () => {
      const request = requests.get(socket);
      if (!request || request.complete || socket.destroyed) return close();
      socket.end();
      discard(request, close);
    };
  });
  // A path that the router refuses reaches no hook.
  fastify.server.on('request', (request: IncomingMessage) => void requests.set(request.socket, request));
  fastify.addHook('onResponse', async ({ raw }: FastifyRequest) => {
    if (!raw.complete && !raw.socket.destroyed && !raw.socket.writableEnded) discard(raw);
  });
}

/** Reads the rest of the body and calls `then`, or closes the connection at the limit. */
function discard(request: IncomingMessage, then?: () => void): void {
  const { socket } = request;
  let read = 0;
  request.unpipe();
  request.on('data', ({ length }: Buffer) => {
    read += length;
    if (read > MOST_BYTES) socket.destroy();
  });
  const stop = closeInTime(socket);
  request.once('end', () => {
    stop();
    then?.();
  });
}

/** Closes the socket after the limit, or when the client ends it. Returns how to leave it open. */
export function closeInTime(socket: Socket): () => void {
  const timer = setTimeout(() => socket.destroy(), MOST_MS).unref();
  const destroy = () => void socket.destroy();
  const stop = () => {
    clearTimeout(timer);
    socket.off('end', destroy);
  };
  socket.once('end', destroy).once('close', stop);
  return stop;
}
