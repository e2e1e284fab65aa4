import { running } from './jest-server.ts';

/** Stops the server that jest-setup.ts started. */
export default async function tearDown(): Promise<void> {
  await running.server?.stop();
}
