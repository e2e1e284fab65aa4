import type { Params } from 'nestjs-pino';
import type { TrellisConfig } from '@trellis/config';

/** What Nest tells about its own start: hundreds of lines that say nothing about Trellis. */
const NOISE = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication']);
const INFO = 30;

/** One JSON line per fact, or a readable one on a terminal; never a key. */
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
    redact: { paths: ['req.headers', 'res.headers'], remove: true },
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, url }),
      // Only these: the error of a failed statement carries its SQL and parameters along.
      err: ({ name, message, stack }: Error) => ({ type: name, message, stack }),
    },
    autoLogging: { ignore: ({ url }) => ['/livez', '/readyz', '/metrics'].includes(url ?? '') },
    customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'info'),
  },
});
