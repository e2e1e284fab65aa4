import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import type { FastifyRequest } from 'fastify';
import { ValidationFailedError } from '@trellis/kernel';

/** Nest's metadata about the parameters of a handler, and its numbers for three kinds. */
const ROUTE_ARGUMENTS = '__routeArguments__';
const [REQUEST, BODY, QUERY] = ['0', '3', '4'];

/** Refuses a query or a body on a route that takes none, as a DTO refuses an unknown field. */
@Injectable()
export class KnownInputInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const taken = takenBy(context);
    if (taken.has(REQUEST)) return next.handle();
    const unknown = [
      ...(taken.has(QUERY) ? [] : namesIn(request.query)),
      ...(taken.has(BODY) ? [] : namesIn(request.body)),
    ];
    if (unknown.length === 0) return next.handle();
    throw new ValidationFailedError(unknown.map((path) => ({ path, message: 'is not a known field' })));
  }
}

function takenBy(context: ExecutionContext): Set<string> {
  const metadata = Reflect.getMetadata(ROUTE_ARGUMENTS, context.getClass(), context.getHandler().name) as
    object | undefined;
  return new Set(Object.keys(metadata ?? {}).map((key) => key.split(':')[0] as string));
}

const namesIn = (input: unknown): string[] => (typeof input === 'object' && input !== null ? Object.keys(input) : []);
