import { jest } from '@jest/globals';
import { ObjectStorage } from '@trellis/storage';
import { aLibrary, aLinkedRun } from './library.spec-support.ts';
import { RunningApp } from './running-app.spec-support.ts';

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
        'trellis_outbox_events 0',
        'trellis_outbox_oldest_seconds 0',
        'trellis_dead_letters 0',
        'trellis_link_seconds_count 1',
        'trellis_storage_operation_seconds_count{operation="put",result="ok"} 1',
        'trellis_http_request_seconds_count{method="POST",route="/api/v1/runs/:id/completion",status="200"} 1',
        'trellis_http_request_seconds_count{method="GET",route="/api/v1/personas/:id",status="404"} 1',
      ]),
    );
  });

  it('says ready, and which of its three dependencies is away', async () => {
    expect(await ready()).toEqual([200, undefined]);
    jest.spyOn(app.app.get(ObjectStorage, { strict: false }), 'head').mockRejectedValue(new Error('503'));
    expect(await ready()).toEqual([503, 'Away: storage.']);
    jest.restoreAllMocks();
    await app.dataSource.query('alter table pgboss.queue rename to queue_gone');
    expect(await ready()).toEqual([503, 'Away: queue.']);
    await app.dataSource.query('alter table pgboss.queue_gone rename to queue');
    expect(await ready()).toEqual([200, undefined]);
    jest.spyOn(app.dataSource, 'query').mockRejectedValue(new Error('away'));
    expect(await ready()).toEqual([503, 'Away: database.']);
  });
});
