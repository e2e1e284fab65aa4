import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '@trellis/kernel';
import { ReplayedAnswer } from '../idempotency/idempotency.errors.ts';
import { problemFor } from './problem-for.ts';
import { problemOf, type Problem } from './problem.ts';

/** Turns whatever was thrown into a problem, or into the answer that was given before. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    // A body that was refused half-way would otherwise stay in the pipe, and the next request on the connection behind it.
    request.raw.unpipe();
    request.raw.resume();
    if (error instanceof ReplayedAnswer) return replay(reply, error);
    const problem = problemFor(error, request.url) ?? this.unexpected(error, request.url);
    if (problem.status === 503) this.log.warn({ code: problem.code, err: error });
    if (problem.status === 401) void reply.header('WWW-Authenticate', 'Bearer');
    send(reply, problem.status, PROBLEM, JSON.stringify(problem));
  }

  private unexpected(error: unknown, url: string): Problem {
    const id = newId();
    this.log.error({ problemId: id, err: error }, 'unexpected error');
    return problemOf('internal', 500, `The log tells more under ${id}.`, url.split('?')[0] ?? '/');
  }
}

const PROBLEM = 'application/problem+json; charset=utf-8';

function replay(reply: FastifyReply, { status, body }: ReplayedAnswer): void {
  void reply.header('Idempotency-Replayed', 'true');
  send(reply, status, status >= 400 ? PROBLEM : 'application/json; charset=utf-8', body);
}

function send(reply: FastifyReply, status: number, type: string, body: string): void {
  void reply.status(status);
  if (body === '') void reply.send();
  else void reply.header('Content-Type', type).send(body);
}
