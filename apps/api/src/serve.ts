import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { hostInUrl, type TrellisConfig } from '@trellis/config';
import { ApiKeys, SignInCodes, signInUrl } from '@trellis/access';
import { closeUsual, privateDirectory } from '@trellis/embedded-postgres';
import { mediaDirectory, originalsDirectory } from '@trellis/storage';
import { buildApp, startWork } from './build-app.ts';
import { ensureFirstKey, firstCode } from './first-key.ts';
import { HealthService } from './health/health.service.ts';
import { logUncaught } from './uncaught.ts';
import { startDatabase } from './start-database.ts';
import { StartRefusedError } from './start-refused.error.ts';
import { StopSignal } from './stop-signal.ts';

/** Runs until a stop signal. @throws the error that prevents the start, after stopping what was started */
export async function serve(config: TrellisConfig): Promise<void> {
  const stopping = new StopSignal();
  const early: string[] = [];
  const database = await startDatabase(config, (line) => early.push(line));
  try {
    makeFolders(config);
    const app = await buildApp(config, database.url);
    const log = new Logger('Trellis');
    logUncaught(log);
    for (const line of early) log.log(line);
    const keyFile = database.embedded ? await ensureFirstKey(app.get(ApiKeys), config.TRELLIS_DATA_DIR) : undefined;
    await app.listen({ host: config.HOST, port: config.PORT });
    await startWork(app);
    const { port } = app.getHttpServer().address() as AddressInfo;
    const url = `http://${hostInUrl(config.HOST)}:${port}`;
    log.log(`Ready on ${url}, documentation on ${url}/docs`);
    if (keyFile) log.log(`The admin key is in ${keyFile}`);
    const code = keyFile && config.isApi && config.ADMIN_UI ? await codeOf(app, keyFile) : undefined;
    if (code) log.log(`Open this to sign in (once, within ten minutes): ${signInUrl(config, port, code)}`);
    const signal = await stopping.received;
    app.get(HealthService).stop();
    log.log(`Stopping (${signal})`);
    await app.close();
  } finally {
    await database.stop();
  }
  process.exit(0);
}

const codeOf = (app: NestFastifyApplication, keyFile: string): Promise<string | undefined> =>
  firstCode(app.get(ApiKeys), app.get(SignInCodes), keyFile);

/**
 * The folders of this process. Those of earlier releases inside the data directory are closed. A candidate root with
 * another mode than the usual one keeps what the operator gave it.
 */
function makeFolders(config: TrellisConfig): void {
  const { TRELLIS_DATA_DIR, CANDIDATE_ROOTS, CANDIDATE_UMASK } = config;
  const root = CANDIDATE_ROOTS[0] as string;
  if (existsSync(TRELLIS_DATA_DIR)) privateDirectory(TRELLIS_DATA_DIR);
  for (const folder of [mediaDirectory(config), originalsDirectory(config)]) closeUsual(folder);
  if (root === join(TRELLIS_DATA_DIR, 'candidates')) closeUsual(root, CANDIDATE_UMASK);
  try {
    const first = mkdirSync(root, { recursive: true });
    for (let made = root; first && made.startsWith(first); made = dirname(made))
      chmodSync(made, 0o777 & ~CANDIDATE_UMASK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartRefusedError(
      `The first folder of CANDIDATE_ROOTS cannot be created (${code}). Use a writable folder.`,
    );
  }
}
