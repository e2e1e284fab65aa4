import type { FastifyRequest } from 'fastify';
import { isLoopbackName } from './own-host.ts';

const FORWARDING = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-real-ip',
];

/** Whether the request comes from this machine and did not pass a proxy. */
export function isLocal({ raw, headers }: FastifyRequest): boolean {
  const address = raw.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  return isLoopbackName(address) && FORWARDING.every((name) => headers[name] === undefined);
}
