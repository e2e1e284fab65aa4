import { isNativeError } from 'node:util/types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PinoLogger, type Params } from 'nestjs-pino';
import { DomainError, firstCharacters, logContext } from '@trellis/kernel';
import type { TrellisConfig } from '@trellis/config';
import type { AuthenticatedRequest } from '@trellis/access';
import { shownPath } from '@trellis/http';

/** Nest's messages about its own start: hundreds of lines without information about Trellis. */
const NOISE = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication']);
const INFO = 30;

type Failure = Error & { code?: string; driverError?: { constraint?: string } };

const PATHS = /(?:file:\/\/)?(?:\/[^\s/'":(),]+){2,}/g;

/**
 * What the log may contain of an error. A failed statement carries its SQL and parameters, a file error its path, a
 * stack both. Of the stack only the function names remain, which is enough to find the place.
 */
export function errorForLog(thrown: unknown): object {
  const error: Failure = isNativeError(thrown) ? thrown : new Error(String(thrown));
  const domain = error instanceof DomainError ? error : undefined;
  return {
    type: error.name,
    code: error.code,
    constraint: error.driverError?.constraint,
    message: firstCharacters((domain?.detail ?? error.message).replace(PATHS, '…'), 500),
    cause: domain?.params['cause'],
    within: [...(error.stack ?? '').matchAll(/^ {4}at (?:async )?([\w.$<>]+) \(/gm)]
      .slice(0, 8)
      .map(([, name]) => name),
  };
}

/** One JSON line per entry, or a readable line on a terminal. Never contains a key. */
export const logging = (config: TrellisConfig): Params => ({
  pinoHttp: {
    level: config.LOG_LEVEL,
    transport:
      config.LOG_FORMAT === 'pretty'
        ? { target: 'pino-pretty', options: { singleLine: true, ignore: 'pid,hostname' } }
        : undefined,
    hooks: {
      logMethod(args, method, level) {
        const context = (args[0] as { context?: string } | undefined)?.context ?? '';
        if (level > INFO || !NOISE.has(context)) method.apply(this, args);
      },
    },
    quietReqLogger: true,
    customAttributeKeys: { reqId: 'requestId' },
    mixin: logContext,
    serializers: { req: () => undefined, err: errorForLog },
    // Without this, the serializer gets a copy of the error without class and name.
    wrapSerializers: false,
    // The middleware only adds its request id to log lines; see logRequests.
    autoLogging: false,
  },
});

const SILENT = new Set(['/livez', '/readyz', '/metrics']);

/** File requests are logged without the name: it is the key of an object. */
const loggable = ({ url, routeOptions }: FastifyRequest): string =>
  routeOptions.url?.endsWith('*') ? routeOptions.url : shownPath(url);

/** One line per request, also for static files and unknown routes. */
export function logRequests(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', async (request, { statusCode: status, elapsedTime }) => {
    const { id, method, apiKey } = request as AuthenticatedRequest;
    const url = loggable(request);
    if (SILENT.has(url)) return;
    const from = { keyId: apiKey?.id, address: request.ip };
    const line = { requestId: id, method, url, status, milliseconds: Math.round(elapsedTime), ...from };
    PinoLogger.root[status >= 500 ? 'error' : 'info'](line, 'request');
  });
}
