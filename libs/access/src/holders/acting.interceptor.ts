import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Observable } from 'rxjs';
import { actingAs } from '@trellis/kernel';
import { actorName, type AuthenticatedRequest } from '../keys/request-actor.ts';

/** What a request changes is audited with the id of its key: names may be given again. */
@Injectable()
export class ActingInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { apiKey, session } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (!apiKey) return next.handle();
    const acting = { id: apiKey.id, actor: actorName(apiKey, session?.by) };
    return new Observable((subscriber) => actingAs(acting, () => next.handle().subscribe(subscriber)));
  }
}
