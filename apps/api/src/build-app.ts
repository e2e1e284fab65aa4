import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { AuditSealer } from '@trellis/access';
import { packs } from '@trellis/all';
import { TrellisConfig } from '@trellis/config';
import { EventRelay } from '@trellis/events';
import { HTTP_LIMITS, fastifyAdapter } from '@trellis/http';
import { AppModule } from './app.module.ts';
import { configureApp } from './configure-app.ts';

/** The application, ready to listen: modules initialized and subscribers registered, no work started. */
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

/** Starts work only after all subscribers are registered; an earlier event would be dropped. */
export async function startWork(app: NestFastifyApplication): Promise<void> {
  if (!app.get(TrellisConfig).isWorker) return;
  await app.get(EventRelay).start();
  app.get(AuditSealer).start();
  for (const worker of packs.flatMap(({ workers = [] }) => workers)) await app.get(worker, { strict: false }).start();
}
