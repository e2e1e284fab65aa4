import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { EntityManager } from 'typeorm';
import pLimit from 'p-limit';
import { Database } from '@trellis/database';
import { References, isMultipart, problemFor, type ProblemDetails } from '@trellis/http';
import { Secrets, secretsKeyMissing } from '@trellis/secrets';
import { KeyedQueue, ValidationFailedError, isStorableText } from '@trellis/kernel';
import { PUBLIC, bearerOf, type AuthenticatedRequest } from '../keys/request-actor.ts';
import { hashOfBody, lockScope, refuseAnswered, storeAnswer, type Answer, type Sealing } from './idempotency-keys.ts';
import { KeptAnswers } from './kept-answers.ts';
import type { Scope } from './scope.ts';
import { SecretAnswer } from './secret-answer.ts';

const COVERED = new Set(['POST', 'PUT', 'DELETE']);
const HEADER = 'Idempotency-Key';

/**
 * Each holds a connection while it waits for a run. The pool must keep connections for the requests that have the run.
 */
const AT_ONCE = 8;

/** The id in a path. */
const SUBJECT = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

interface Outcome extends Answer {
  value?: unknown;
  error?: unknown;
}

/**
 * A request with an Idempotency-Key takes effect once. Effect and answer are one transaction, and a repetition gets the
 * first answer byte for byte. Answers of 500 and above are not stored, and their effect is rolled back.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly limit = pLimit(AT_ONCE);
  private readonly queue = new KeyedQueue();

  constructor(
    private readonly database: Database,
    private readonly references: References,
    private readonly secrets: Secrets,
    private readonly kept: KeptAnswers,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (request.headers[HEADER.toLowerCase()] === undefined || !COVERED.has(request.method)) return next.handle();
    if (this.reflector.get<boolean>(PUBLIC, context.getHandler()) === true) return refuse('is not supported here');
    const secret = this.reflector.get(SecretAnswer, context.getHandler()) === true;
    if (secret && !this.secrets.available) throw secretsKeyMissing();
    const sealing = { secret, secrets: this.secrets, apiKey: bearerOf(request) };
    return from(this.answerOnce(request, context.switchToHttp().getResponse<FastifyReply>(), { next, sealing }));
  }

  private async answerOnce(
    request: AuthenticatedRequest,
    reply: FastifyReply,
    { next, sealing }: { next: CallHandler; sealing: Sealing },
  ): Promise<unknown> {
    const scope = scopeOf(request);
    const body = hashOfBody(request.body);
    const { value, error } = await this.queued(scope.path, () =>
      this.database.shared(async (manager) => {
        await lockScope(manager, scope);
        await refuseAnswered(manager, scope, body, sealing);
        await this.kept.requireRoom(manager, scope.holderId);
        const outcome = await attempt(manager, () => lastValueFrom(next.handle(), { defaultValue: undefined }), {
          status: () => reply.statusCode,
          problem: (error) => problemFor(error, request.url, this.references),
        });
        await storeAnswer(manager, scope, outcome, body, sealing);
        this.kept.add(scope.holderId, outcome.body.length);
        return outcome;
      }),
    );
    if (error) throw error as Error;
    return value;
  }

  /**
   * Requests about the same id wait for each other before they take one of the few places, so a busy run leaves places
   * for other requests.
   */
  private queued<T>(path: string, task: () => Promise<T>): Promise<T> {
    const subject = SUBJECT.exec(path)?.[0];
    const placed = () => this.limit(task);
    return subject ? this.queue.run(subject, placed) : placed();
  }
}

/** The result of the handler, or its refusal. A refusal has no effect but is an answer too. */
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

function refuse(message: string): never {
  throw new ValidationFailedError([{ path: HEADER, message }]);
}

function scopeOf(request: AuthenticatedRequest): Scope {
  const key = request.headers[HEADER.toLowerCase()];
  if (typeof key !== 'string' || key.length < 1 || key.length > 200 || !isStorableText(key))
    return refuse('must have 1 to 200 characters');
  if (isMultipart(request)) return refuse('is not supported for uploads; send the upload without it');
  const holderId = request.apiKey?.id;
  if (!holderId) return refuse('requires an API key');
  return { holderId, method: request.method, path: request.url.split('?')[0] as string, key };
}
