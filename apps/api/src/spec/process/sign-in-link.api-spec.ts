import { temporaryDirectory, untilDeadline } from '@trellis/testing';
import { RunningCommand } from '../support/process.spec-support.ts';

describe('the link that npm start prints', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let server: RunningCommand;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    server = await RunningCommand.npm('start', directory.path);
    await server.ready();
  }, 120_000);
  afterAll(async () => {
    await server.end();
    await directory.remove();
  }, 60_000);

  it('signs in once', async () => {
    const code = await untilDeadline(
      'the link',
      async () => /\/admin\/sign-in#code=([\w-]{22})/.exec(server.output)?.[1],
    );
    const signIn = async () => {
      const headers = { 'content-type': 'application/json' };
      const url = `http://127.0.0.1:${server.port}/api/v1/session`;
      return fetch(url, { method: 'POST', headers, body: JSON.stringify({ code }) });
    };
    const first = await signIn();
    expect([first.status, await first.json()]).toMatchObject([201, { name: 'admin', role: 'admin', by: null }]);
    expect((await signIn()).status).toBe(401);
  }, 60_000);
});
