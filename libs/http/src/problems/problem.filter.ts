import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { commonProblems, newId } from '@trellis/kernel';
import { PreparedAnswer } from './prepared-answer.ts';
import { problemFor } from './problem-for.ts';
import { problemDetails, type ProblemDetails } from './problem-details.ts';
import { shownPath } from './shown-path.ts';
import type { References } from './references.ts';

/** Turns an error into a problem, or into the prepared answer that was thrown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Http');

  constructor(private readonly references: References) {}

  catch(error: unknown, host: ArgumentsHost): void {
    this.answer(
      error,
      host.switchToHttp().getRequest<FastifyRequest>(),
      host.switchToHttp().getResponse<FastifyReply>(),
    );
  }

  /** For handlers outside of Nest, whose errors Nest would replace by its own. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    // Reads the rest of a refused body; otherwise the next request on the connection would wait behind it.
    request.raw.unpipe();
    request.raw.resume();
    if (error instanceof PreparedAnswer) return sendPrepared(reply, error);
    const problem = problemFor(error, request.url, this.references) ?? this.unexpected(error, request.url);
    if (problem.status === 503) this.log.warn({ code: problem.code, err: error });
    if (problem.code === commonProblems.too_busy.code) void reply.header('Retry-After', RETRY_S);
    // The size of the file, as the handler of static files names it.
    if (problem.status === 416) void reply.headers((error as { headers?: Record<string, string> }).headers ?? {});
    if (problem.status === 401) void reply.header('WWW-Authenticate', 'Bearer');
    send(reply, problem.status, PROBLEM, JSON.stringify(problem));
  }

  private unexpected(error: unknown, url: string): ProblemDetails {
    const id = newId();
    this.log.error({ problemId: id, err: error }, 'unexpected error');
    return problemDetails(commonProblems.internal, `The log has details under ${id}.`, shownPath(url));
  }
}

/** Seconds. */
const RETRY_S = '5';
const PROBLEM = 'application/problem+json; charset=utf-8';

function sendPrepared(reply: FastifyReply, { status, body, headers }: PreparedAnswer): void {
  void reply.headers(headers);
  send(reply, status, status >= 400 ? PROBLEM : 'application/json; charset=utf-8', body);
}

function send(reply: FastifyReply, status: number, type: string, body: string): void {
  void reply.status(status);
  if (body === '') void reply.send();
  else void reply.header('Content-Type', type).send(body);
}
