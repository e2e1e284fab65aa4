// The integration and API tests of every project, on one PostgreSQL. TEST_DATABASE_URL names another server to use.
import { subscriptions } from '@trellis/all';
import { startTestServer } from '@trellis/migrations/testing';
import { runSteps, runTargets } from './run-step.ts';

await runSteps(async () => {
  const server = await startTestServer(subscriptions, process.env.TEST_DATABASE_URL);
  try {
    runTargets('on one PostgreSQL', ['int', 'api'], { TEST_DATABASE_URL: server.url });
  } finally {
    await server.stop();
  }
});
