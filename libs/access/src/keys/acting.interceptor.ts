import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Observable } from 'rxjs';
import { actingAs } from '@trellis/kernel';
import type { AuthenticatedRequest } from './request-actor.ts';

/** What a request changes is audited with the id of its key: names may be given again. */
@Injectable()
export class ActingInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { apiKey } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (!apiKey) return next.handle();
    const acting = { id: apiKey.id, actor: `key:${apiKey.name}` };
    return new Observable((subscriber) => actingAs(acting, () => next.handle().subscribe(subscriber)));
  }
}
