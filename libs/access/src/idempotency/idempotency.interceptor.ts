import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { EntityManager } from 'typeorm';
import pLimit from 'p-limit';
import { Database } from '@trellis/database';
import { References, isMultipart, problemFor, type ProblemDetails } from '@trellis/http';
import { KeyedQueue, ValidationFailedError, isStorableText } from '@trellis/kernel';
import { bearerOf, type AuthenticatedRequest } from '../keys/request-actor.ts';
import { hashOfBody, lockScope, refuseAnswered, storeAnswer, type Answer, type Scope } from './idempotency-keys.ts';

const COVERED = new Set(['POST', 'PUT', 'DELETE']);
const HEADER = 'Idempotency-Key';

/** Each holds a connection while it waits for a run's turn; the pool must keep some for whoever has the turn. */
const AT_ONCE = 8;

/** The thing that a path is about, by its id. */
const SUBJECT = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

interface Outcome extends Answer {
  value?: unknown;
  error?: unknown;
}

/**
 * A request with an Idempotency-Key takes effect once: effect and answer are one transaction, and a repetition gets the
 * first answer to the letter. Answers of 500 and more are not stored, and their effect is undone.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly oneOfFew = pLimit(AT_ONCE);
  private readonly queue = new KeyedQueue();

  constructor(
    private readonly database: Database,
    private readonly references: References,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (request.headers[HEADER.toLowerCase()] === undefined || !COVERED.has(request.method)) return next.handle();
    return from(this.answerOnce(request, context.switchToHttp().getResponse<FastifyReply>(), next));
  }

  private async answerOnce(request: AuthenticatedRequest, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const scope = scopeOf(request);
    const body = hashOfBody(request.body);
    const apiKey = bearerOf(request);
    const { value, error } = await this.queued(scope.path, () =>
      this.database.shared(async (manager) => {
        await lockScope(manager, scope);
        await refuseAnswered(manager, scope, body, apiKey);
        const outcome = await attempt(manager, () => lastValueFrom(next.handle(), { defaultValue: undefined }), {
          status: () => reply.statusCode,
          problem: (error) => problemFor(error, request.url, this.references),
        });
        await storeAnswer(manager, scope, outcome, body, apiKey);
        return outcome;
      }),
    );
    if (error) throw error as Error;
    return value;
  }

  /** Requests about one thing wait for each other before they take one of the few places: a busy run leaves room for the rest. */
  private queued<T>(path: string, task: () => Promise<T>): Promise<T> {
    const subject = SUBJECT.exec(path)?.[0];
    const placed = () => this.oneOfFew(task);
    return subject ? this.queue.run(subject, placed) : placed();
  }
}

/** What the handler did, or why it refused: a refusal has no effect but is an answer too. */
async function attempt(
  manager: EntityManager,
  handle: () => Promise<unknown>,
  { status, problem: problemOf }: { status: () => number; problem: (error: unknown) => ProblemDetails | undefined },
): Promise<Outcome> {
  try {
    const value = await manager.transaction(handle);
    return { status: status(), body: value === undefined ? '' : JSON.stringify(value), value };
  } catch (error) {
    const problem = problemOf(error);
    if (!problem || problem.status >= 500) throw error;
    return { status: problem.status, body: JSON.stringify(problem), error };
  }
}

function scopeOf(request: AuthenticatedRequest): Scope {
  const key = request.headers[HEADER.toLowerCase()];
  const refuse = (message: string) => {
    throw new ValidationFailedError([{ path: HEADER, message }]);
  };
  if (typeof key !== 'string' || key.length < 1 || key.length > 200 || !isStorableText(key))
    return refuse('must have 1 to 200 characters');
  if (isMultipart(request)) return refuse('is not for uploads: send them without it');
  const holderId = request.apiKey?.id;
  if (!holderId) return refuse('is for requests with an API key');
  return { holderId, method: request.method, path: request.url.split('?')[0] as string, key };
}
