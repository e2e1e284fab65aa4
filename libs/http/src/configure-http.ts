import type { IncomingMessage } from 'node:http';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TrellisConfig } from '@trellis/config';
import { newId } from '@trellis/kernel';
import { answerOneAtATime } from './connections/one-at-a-time.ts';
import { refuseTwoHosts } from './connections/one-host.ts';
import { keepAnswersPrivate } from './connections/private-answers.ts';
import { readAfterEarlyAnswers } from './connections/early-answers.ts';
import { FORM_LIMITS, isFilePart } from './bodies/form-parts.ts';
import { MAX_JSON_BYTES } from './limits.ts';
import { parseJsonBodies } from './bodies/json-parser.ts';
import { cutSlowBodies, waitWhileWorking, type SlowBodyLimit } from './connections/slow-bodies.ts';
import { validationPipe } from './bodies/validation.pipe.ts';
import { answerClientError, answerFrameworkError } from './problems/client-error.ts';
import { ProblemFilter } from './problems/problem.filter.ts';
import { References } from './problems/references.ts';

export interface HttpLimits {
  /** Milliseconds for a whole request. A request may carry many files that are stored one by one. */
  requestMs: number;
  /** Milliseconds after which a silent connection is closed. */
  silenceMs: number;
  /** For uploads. */
  slowBody: SlowBodyLimit;
  /** Milliseconds for a whole body of JSON. */
  jsonMs: number;
}

export const HTTP_LIMITS: HttpLimits = {
  requestMs: 1_800_000,
  silenceMs: 60_000,
  slowBody: { windowMs: 30_000, leastBytes: 30 * 32_768 },
  jsonMs: 30_000,
};

/** An id from a proxy that is safe in a log. */
const REQUEST_ID = /^[\w.:-]{1,100}$/;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

export const fastifyAdapter = (config: TrellisConfig, limits = HTTP_LIMITS): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit: MAX_JSON_BYTES,
    // One hop: the client itself wrote the entries further left in X-Forwarded-For.
    trustProxy: config.TRUST_PROXY ? (_address, hop) => hop === 0 : false,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.silenceMs,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerClientError,
    frameworkErrors: answerFrameworkError as never,
    routerOptions: { maxParamLength: 300 },
    genReqId: ({ headers }: IncomingMessage) => {
      const given = config.TRUST_PROXY ? headers['x-request-id'] : undefined;
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId();
    },
  });

/** The HTTP configuration that main and the tests share. */
export async function configureHttp(app: NestFastifyApplication, limits = HTTP_LIMITS): Promise<void> {
  const config = app.get(TrellisConfig);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(app.get(References)));
  app.enableCors({
    origin: config.CORS_ORIGINS.length > 0 ? config.CORS_ORIGINS : false,
    methods: METHODS,
    exposedHeaders: ['Idempotency-Replayed', 'Retry-After'],
  });
  await app.register(helmet, { contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } });
  const fastify = app.getHttpAdapter().getInstance();
  parseJsonBodies(fastify);
  await app.register(multipart, {
    throwFileSizeLimit: false,
    isPartAFile: isFilePart,
    limits: { ...FORM_LIMITS, fileSize: config.MAX_IMAGE_BYTES },
  });
  answerOneAtATime(fastify);
  refuseTwoHosts(fastify);
  keepAnswersPrivate(fastify);
  readAfterEarlyAnswers(fastify);
  cutSlowBodies(fastify, limits);
  waitWhileWorking(fastify, limits.silenceMs);
}
