import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import type { FastifyRequest } from 'fastify';
import { ValidationFailedError } from '@trellis/kernel';

/** Where Nest keeps what the parameters of a handler are, and its numbers for three of them. */
const ROUTE_ARGUMENTS = '__routeArguments__';
const [REQUEST, BODY, QUERY] = ['0', '3', '4'];

/** A route that takes no query, or no body, refuses one, as a DTO refuses a field that it does not know. */
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
    throw new ValidationFailedError(unknown.map((path) => ({ path, message: 'is not known here' })));
  }
}

function takenBy(context: ExecutionContext): Set<string> {
  const metadata = Reflect.getMetadata(ROUTE_ARGUMENTS, context.getClass(), context.getHandler().name) as
    object | undefined;
  return new Set(Object.keys(metadata ?? {}).map((key) => key.split(':')[0] as string));
}

const namesIn = (input: unknown): string[] => (typeof input === 'object' && input !== null ? Object.keys(input) : []);
