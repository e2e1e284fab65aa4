import { join } from 'node:path';
import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { TrellisConfig } from '@trellis/config';
import { Holders, authenticateRequests, limitRequests } from '@trellis/access';
import { HARMLESS, HTTP_LIMITS, ProblemFilter, References, configureHttp } from '@trellis/http';
import { mediaDirectory } from '@trellis/storage';
import { serveAdmin } from './admin/serve-admin.ts';
import { logRequests } from './logging.ts';
import { openApiOf } from './open-api.ts';
import { Metrics } from './metrics/metrics.ts';

const OUTSIDE = ['livez', 'readyz', 'metrics'];

/** The configuration that main and the tests share. */
export async function configureApp(app: NestFastifyApplication, limits = HTTP_LIMITS): Promise<void> {
  const config = app.get(TrellisConfig);
  app.setGlobalPrefix('api/v1', { exclude: OUTSIDE });
  await configureHttp(app, limits);
  const fastify = app.getHttpAdapter().getInstance();
  if (!config.isApi) serveOnlyHealth(fastify);
  await limitRequests(app);
  authenticateRequests(app);
  app.get(Metrics).observe(fastify);
  logRequests(fastify);
  if (!config.isApi) return;
  const filter = new ProblemFilter(app.get(References));
  if (config.servesMedia) await serveMedia(fastify, config, filter);
  if (config.ADMIN_UI) await serveAdmin(fastify, config, filter, { holders: app.get(Holders) });
  SwaggerModule.setup('docs', app, openApiOf(app), {
    jsonDocumentUrl: 'docs/openapi.json',
    yamlDocumentUrl: 'docs/openapi.yaml',
  });
}

/** A worker has no API. */
function serveOnlyHealth(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request) => {
    if (!OUTSIDE.includes(request.url.slice(1).split('?')[0] ?? ''))
      throw Object.assign(new Error('not here'), { statusCode: 404 });
  });
}

/** The objects of the disk driver: immutable, with ranges, without listings, GET and HEAD only. */
async function serveMedia(fastify: FastifyInstance, config: TrellisConfig, filter: ProblemFilter): Promise<void> {
  await fastify.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => filter.answer(error, request, reply));
    await scope.register(fastifyStatic, optionsOf(config));
  });
}

const optionsOf = (config: TrellisConfig): FastifyStaticOptions => ({
  root: join(mediaDirectory(config), 'objects'),
  prefix: '/media/',
  index: false,
  list: false,
  redirect: false,
  dotfiles: 'ignore',
  immutable: true,
  maxAge: '1y',
  acceptRanges: true,
  setHeaders: (reply) => {
    // Any page may show them; only scripts of CORS_ORIGINS may read them, as everywhere.
    void reply.header('Cross-Origin-Resource-Policy', 'cross-origin');
    void reply.header('Content-Security-Policy', HARMLESS);
  },
});
