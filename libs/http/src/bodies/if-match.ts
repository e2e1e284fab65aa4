import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ValidationFailedError, momentOf } from '@trellis/kernel';

/** The `updatedAt` that the client has seen, with or without quotes as of an entity tag; undefined without the header. */
export function seenAt({ headers }: Pick<FastifyRequest, 'headers'>): Date | undefined {
  const given = headers['if-match'];
  if (given === undefined) return undefined;
  const moment = momentOf(given.replace(/^"(.*)"$/, '$1'));
  if (moment) return moment;
  throw new ValidationFailedError([{ path: 'If-Match', message: 'must be the updatedAt of the object' }]);
}

export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): Date | undefined =>
  seenAt(context.switchToHttp().getRequest<FastifyRequest>()),
);
