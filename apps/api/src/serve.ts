import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TrellisConfig } from '@trellis/config';
import { ApiKeys } from '@trellis/http';
import { buildApp, startWork } from './build-app.ts';
import { ensureFirstKey } from './first-key.ts';
import { startDatabase, type RunningDatabase } from './start-database.ts';

const PATIENCE_MS = 19_000;

/** Runs until it is told to stop. @throws whatever keeps it from starting, after undoing what had been started */
export async function serve(config: TrellisConfig): Promise<void> {
  const early: string[] = [];
  const database = await startDatabase(config, (line) => early.push(line));
  try {
    await mkdir(config.CANDIDATE_ROOTS[0] as string, { recursive: true });
    const app = await buildApp(config, database.url);
    const log = new Logger('Trellis');
    for (const line of early) log.log(line);
    const keyFile = database.embedded ? await ensureFirstKey(app.get(ApiKeys), config.TRELLIS_DATA_DIR) : undefined;
    stopOnSignal(app, database);
    await app.listen({ host: config.HOST, port: config.PORT });
    await startWork(app);
    const { port } = app.getHttpServer().address() as AddressInfo;
    log.log(`Ready on http://${config.HOST}:${port}, documentation on http://${config.HOST}:${port}/docs`);
    if (keyFile) log.log(`The admin key is in ${keyFile}`);
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** Finishes what is in hand, takes nothing new, and ends within 20 s; a second signal ends it at once. */
function stopOnSignal(app: NestFastifyApplication, database: RunningDatabase): void {
  let stoppingSince: number | undefined;
  const stop = (signal: NodeJS.Signals) => {
    if (stoppingSince) {
      // npm passes a terminal's Ctrl-C on, so one press arrives twice.
      if (Date.now() - stoppingSince > 1000) process.exit(1);
      return;
    }
    stoppingSince = Date.now();
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    new Logger('Trellis').log(`Stopping (${signal})`);
    app
      .close()
      .then(() => database.stop())
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        new Logger('Trellis').error(error);
        process.exit(1);
      });
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}
