import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { commonProblems } from '@trellis/kernel';
import { MOST_BYTES, closeInTime } from '../connections/early-answers.ts';
import { shownPath } from './shown-path.ts';
import { problemDetails } from './problem-details.ts';

const statuses: Record<string, number> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** A path that cannot be decoded, or has a part that is far too long, reaches no route and no filter. */
export function answerFrameworkError(
  error: Error & { code?: string },
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const detail =
    error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? 'A part of the path is too long.' : 'The path cannot be decoded.';
  const problem = problemDetails(commonProblems.validation_failed, detail, shownPath(request.url));
  void reply.status(400).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}

/** The bytes that were read when a socket got its answer. */
const answered = new WeakMap<Socket, number>();

/** Input that is not HTTP gets a problem too, while the connection is open. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  // The parser fails again for each piece of the rest. It is read so that the client sees the answer.
  const rest = socket.bytesRead - (answered.get(socket) ?? Infinity);
  if (error.code !== 'ECONNRESET' && rest >= 0 && rest <= MOST_BYTES) return;
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
  answered.set(socket, socket.bytesRead);
  closeInTime(socket);
  const status = statuses[error.code ?? ''] ?? 400;
  const body = JSON.stringify(
    problemDetails(commonProblems.validation_failed, 'This cannot be read as an HTTP request.', '/', status),
  );
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
