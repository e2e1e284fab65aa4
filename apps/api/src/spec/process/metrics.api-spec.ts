import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { untilDeadline } from '@trellis/testing';
import { mediaDirectory } from '@trellis/storage';
import { aLibrary, aLinkedRun } from '../support/library.spec-support.ts';
import { RunningApp } from '../support/running-app.spec-support.ts';

describe('what operators see', () => {
  let app: RunningApp;
  beforeEach(async () => {
    app = await RunningApp.start();
  });
  afterEach(() => app.stop());
  afterEach(() => jest.restoreAllMocks());

  const metrics = async () => {
    const { text, headers } = await app.raw('get', '/metrics');
    expect(headers['content-type']).toContain('text/plain');
    return text.split('\n');
  };
  const ready = async () => {
    const { status, body } = await app.raw('get', '/readyz');
    return [status, (body as { detail?: string }).detail];
  };

  it('counts links, storage operations and requests, and how long they took', async () => {
    await aLinkedRun(app, await aLibrary(app));
    await app.call('get', '/personas/01890a5d-ac96-774b-bcce-b302099a8fff');
    const lines = await metrics();
    expect(lines).toEqual(
      expect.arrayContaining([
        'trellis_links{state="linked",reason=""} 1',
        'trellis_outbox_events{subscription="clustering.link-winner"} 0',
        'trellis_outbox_oldest_seconds{subscription="clustering.link-winner"} 0',
        'trellis_outbox_unbegun_seconds{subscription="clustering.link-winner"} 0',
        'trellis_dead_letters{subscription="clustering.link-winner"} 0',
        'trellis_link_seconds_count 1',
        // The original, and renditions as soon as they are made.
        expect.stringMatching(/^trellis_storage_operation_seconds_count\{operation="put",result="ok"\} [1-9]/),
        'trellis_http_request_seconds_count{method="POST",route="/api/v1/runs/:id/completion",status="200"} 1',
        'trellis_http_request_seconds_count{method="GET",route="/api/v1/personas/:id",status="404"} 1',
      ]),
    );
  });

  it('shows the age of the oldest event, also while it is retried, and of the oldest that is not begun', async () => {
    await app.dataSource.query(`
      insert into pgboss.job (name, data, policy, state, created_on, start_after)
      select 'clustering.link-winner', '{}', 'standard', state::pgboss.job_state, now() - age, now() + interval '1 hour'
      from (values ('retry', interval '20 minutes'), ('created', interval '5 minutes')) as job (state, age)`);
    const lines = await metrics();
    const gauge = (name: string) =>
      Number(
        lines.find((line) => line.startsWith(`trellis_${name}{subscription="clustering.link-winner"`))?.split(' ')[1],
      );
    expect(gauge('outbox_events')).toBe(2);
    expect(gauge('outbox_oldest_seconds')).toBeCloseTo(1200, -2);
    expect(gauge('outbox_unbegun_seconds')).toBeCloseTo(300, -2);
  });

  it('omits unknown gauges, and answers in time, while the database does not answer', async () => {
    await metrics();
    const silence = Promise.withResolvers<never>();
    jest.spyOn(app.pool, 'query').mockReturnValue(silence.promise);
    const lines = await untilDeadline('the answer that was kept to be forgotten', async () => {
      const now = await metrics();
      return now.includes('trellis_gauges_up 0') && now;
    }).finally(() => silence.reject(new Error('the connection was closed')));
    expect(lines.filter((line) => /^trellis_(links|outbox|dead)/.test(line))).toEqual([]);
    expect(lines.some((line) => line.startsWith('trellis_http_request_seconds_count'))).toBe(true);
  }, 10_000);

  it('is ready, or names the unavailable one of its three dependencies', async () => {
    expect(await ready()).toEqual([200, undefined]);
    const objects = join(mediaDirectory(app.config), 'objects');
    await rename(objects, `${objects}-unmounted`);
    expect(await ready()).toEqual([503, 'Unavailable: storage.']);
    await rename(`${objects}-unmounted`, objects);
    expect(await ready()).toEqual([200, undefined]);
    await app.dataSource.query('alter table pgboss.queue rename to queue_gone');
    expect(await ready()).toEqual([503, 'Unavailable: queue.']);
    await app.dataSource.query('alter table pgboss.queue_gone rename to queue');
    expect(await ready()).toEqual([200, undefined]);
    jest.spyOn(app.pool, 'query').mockRejectedValue(new Error('away'));
    expect(await ready()).toEqual([503, 'Unavailable: database.']);
  });
});
