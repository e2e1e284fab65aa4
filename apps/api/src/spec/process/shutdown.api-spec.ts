import { request as httpRequest } from 'node:http';
import { untilDeadline } from '@trellis/testing';
import type { RunningCommand } from '../support/process.spec-support.ts';
import { ServerFleet } from '../support/server-fleet.spec-support.ts';

describe('a server that is asked to stop', () => {
  const fleet = new ServerFleet();
  let server: RunningCommand;

  beforeEach(async () => {
    await fleet.prepare();
    server = await fleet.start({ LINK_CONCURRENCY: '1' });
    await fleet.makeLibrary(server);
  }, 60_000);
  afterEach(() => fleet.stop(), 60_000);

  const aCompletedRun = async () => {
    const runId = await fleet.aRun(server);
    await server.call('POST', `/runs/${runId}/completion`, {});
    return runId;
  };

  /** A request whose body arrives only when `finish` is called. */
  const openRequest = () => {
    const answer = { status: 0 };
    const body = JSON.stringify({ name: 'sent in time' });
    const open = httpRequest(`${server.base}/api/v1/personas`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${server.key}`,
        'content-type': 'application/json',
        'content-length': body.length,
      },
    });
    open.on('response', (response) => {
      answer.status = response.statusCode ?? 0;
      response.resume();
    });
    open.write(body.slice(0, 5));
    return { answer, finish: () => open.end(body.slice(5)) };
  };

  it('finishes its current link, begins no other, answers open requests, and exits in time', async () => {
    let puts = 0;
    let letGo = () => undefined as void;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    fleet.store.before = async (method) => {
      if (method !== 'PUT') return;
      puts += 1;
      await gate;
    };
    const first = await aCompletedRun();
    await untilDeadline('the first link to be in hand', () => puts === 1);
    const second = await aCompletedRun();
    const { answer, finish } = openRequest();
    await server.call('GET', '/personas');

    server.signal('SIGTERM');
    await untilDeadline('the server to be stopping', () => server.output.includes('Stopping (SIGTERM)'));
    const ready = await fetch(`${server.base}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, expect.objectContaining({ code: 'stopping' })]);
    finish();
    letGo();
    // 0: the work ended before the time limit (`stop-signal.spec.ts`).
    expect(await server.exited()).toBe(0);
    expect(answer.status).toBe(201);
    expect(puts).toBe(1);
    const links = await fleet.dataSource.query(
      'select run_id, state, attempts from cluster_links where run_id = any($1) order by created_at',
      [[first, second]],
    );
    expect(links).toEqual([
      { run_id: first, state: 'linked', attempts: 1 },
      { run_id: second, state: 'pending', attempts: 0 },
    ]);
    const [{ active }] = await fleet.dataSource.query<[{ active: number }]>(
      `select count(*)::int as active from pgboss.job where name = 'clustering.link-winner' and state = 'active'`,
    );
    expect(active).toBe(0);
  }, 60_000);

  it('does not wait for a store that does not answer; the next worker links the run', async () => {
    let asked = false;
    fleet.store.before = (method) => {
      if (method !== 'PUT') return;
      asked = true;
      return new Promise(() => undefined);
    };
    const runId = await aCompletedRun();
    await untilDeadline('the link to be in hand', () => asked);
    server.signal('SIGTERM');
    // 1: the time limit of `stop-signal.spec.ts` ended the process.
    expect(await server.exited()).toBe(1);

    fleet.store.before = () => undefined;
    const next = await fleet.start();
    const state = async () => (await next.call<{ state: string }>('GET', `/runs/${runId}/link`)).state === 'linked';
    await untilDeadline('the link', state, { seconds: 30 });
  }, 90_000);
});
