// The integration and API tests of every project, on one PostgreSQL. TEST_DATABASE_URL names another server to use.
import { subscriptions } from '@trellis/all';
import { startTestServer } from '@trellis/migrations/testing';
import { runSteps, runTargets } from './run-step.ts';

await runSteps(async () => {
  const server = await startTestServer(subscriptions, process.env.TEST_DATABASE_URL);
  try {
    const env = { TEST_DATABASE_URL: server.url };
    runTargets('integration tests on one PostgreSQL', ['int'], { env });
    // One project at a time, each on every core: side by side, the longer one would end alone on one core.
    runTargets('API tests on one PostgreSQL', ['api'], { env, parallel: 1 });
  } finally {
    await server.stop();
  }
});
