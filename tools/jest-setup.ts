import { subscriptions } from '@trellis/all';
import { startTestServer } from '@trellis/migrations/testing';

import { running } from './jest-server.ts';

/**
 * Starts one PostgreSQL per Jest run, unless `npm test` has started one for all runs. Only for tests with a database.
 */
export default async function setUp(globalConfig: { testPathPatterns?: { patterns?: string[] } }): Promise<void> {
  const wanted = String(globalConfig.testPathPatterns?.patterns ?? '') + JSON.stringify(process.argv);
  if (!/int-spec|api-spec/.test(wanted)) return;
  const server = await startTestServer(subscriptions, process.env.TEST_DATABASE_URL);
  process.env.TRELLIS_TEST_SERVER = server.url;
  process.env.TRELLIS_TEST_TEMPLATE = server.template;
  running.server = server;
}
