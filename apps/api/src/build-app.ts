import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { LinkSweeper } from '@trellis/clustering';
import { TrellisConfig } from '@trellis/config';
import { EventRelay } from '@trellis/events';
import { HTTP_LIMITS, fastifyAdapter } from '@trellis/http';
import { AppModule } from './app.module.ts';
import { configureApp } from './configure-app.ts';

/** The application, ready to listen: modules bootstrapped and listeners registered, nothing at work yet. */
export async function buildApp(
  config: TrellisConfig,
  databaseUrl: string,
  limits = HTTP_LIMITS,
): Promise<NestFastifyApplication> {
  const module = AppModule.forRoot(config, databaseUrl);
  const options = { bufferLogs: true, abortOnError: false, bodyParser: false };
  const app = await NestFactory.create<NestFastifyApplication>(module, fastifyAdapter(config, limits), options);
  app.useLogger(app.get(Logger));
  await configureApp(app, limits);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

/** Work begins only now: an event that is delivered before its listener is registered would be lost on nobody. */
export async function startWork(app: NestFastifyApplication): Promise<void> {
  const config = app.get(TrellisConfig);
  if (!config.isWorker) return;
  await app.get(EventRelay).start(config.LINK_CONCURRENCY);
  app.get(LinkSweeper).start(config.LINK_CONCURRENCY);
}
