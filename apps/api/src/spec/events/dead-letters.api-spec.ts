import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { LinkSweeper } from '@trellis/clustering/testing';
import { EventRelay } from '@trellis/events';
import { ObjectStores, StorageUnavailableError } from '@trellis/storage';
import { untilDeadline } from '@trellis/testing';
import { startWork } from '../../build-app.ts';
import { aLibrary, aPreparedRun } from '../support/library.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

interface DeadLetter {
  id: string;
  name: string;
  event: { runId: string };
  reason: string;
  attempts: number;
}

interface Link {
  state: string;
  lastError: string | null;
  nextAttemptAt: string | null;
}

const TAKEN_BY_A_DEAD_WORKER = `
  update pgboss.job set state = 'active', started_on = now() - interval '1 minute', heartbeat_on = now() - interval '1 minute', retry_limit = 0
  where name = 'clustering.link-winner' and state = 'created'`;

describe('a completion that failed at its last attempt', () => {
  const app = useApp({ works: false });
  afterEach(() => jest.restoreAllMocks());

  const letters = async () => (await app.ok<{ items: DeadLetter[] }>('get', '/events/dead')).items;
  const deadLetterOf = (runId: string) =>
    untilDeadline('the dead letter', async () => (await letters()).find(({ event }) => event.runId === runId));
  const linkOf = (runId: string) => app.ok<Link>('get', `/runs/${runId}/link`);
  const metric = async (line: string) => (await app.raw('get', '/metrics')).text.split('\n').includes(line);

  it('is visible everywhere with the reason, and is redriven by one call', async () => {
    const { runId } = await aPreparedRun(app, await aLibrary(app));
    await app.ok('post', `/runs/${runId}/completion`);
    await app.dataSource.query(`update pgboss.job set retry_limit = 0 where name = 'clustering.link-winner'`);
    const away = new StorageUnavailableError('put', new Error('503'));
    jest.spyOn(app.app.get(ObjectStores, { strict: false }).of('private'), 'put').mockRejectedValue(away);
    await startWork(app.app);

    const letter = await untilDeadline('the dead letter', async () => (await letters())[0]);
    expect(letter).toMatchObject({
      name: 'pipeline.run-completed',
      event: { runId },
      reason: 'The object storage failed or did not answer in time. Try again later.',
      attempts: 1,
    });
    expect(await linkOf(runId)).toMatchObject({
      state: 'failed',
      reason: 'storage_unavailable',
      lastError: letter.reason,
    });
    expect(await metric('trellis_dead_letters{subscription="clustering.link-winner"} 1')).toBe(true);
    expect(await metric('trellis_links{state="failed",reason="storage_unavailable"} 1')).toBe(true);

    jest.restoreAllMocks();
    const redriven = await app.call('post', `/events/dead/${letter.id}/redrive`);
    expect([redriven.status, redriven.body]).toEqual([202, letter]);
    await untilDeadline('the photo', async () => (await linkOf(runId)).state === 'linked');
    expect(await letters()).toEqual([]);
    expect(await app.ok('get', `/audit?subjectType=event&subjectId=${letter.id}`)).toMatchObject({
      items: [{ actor: 'key:tester', action: 'event.redriven' }],
    });
  });

  it('shows in its link that every worker crashed, and when the next attempt is', async () => {
    const { runId } = await aPreparedRun(app, await aLibrary(app));
    const relay = app.app.get(EventRelay, { strict: false });
    await relay.beforeApplicationShutdown();
    await app.ok('post', `/runs/${runId}/completion`);
    await app.dataSource.query(TAKEN_BY_A_DEAD_WORKER);

    const { reason, id } = await deadLetterOf(runId);
    expect(reason).toBe('Its worker crashed or timed out at every attempt.');
    const { items } = await app.ok<{ items: Link[] }>('get', '/links?state=pending');
    const link = await linkOf(runId);
    expect(link).toMatchObject({ state: 'pending', lastError: `Gave up after 1 attempt: ${reason}` });
    expect(Date.parse(link.nextAttemptAt as string)).toBeGreaterThan(Date.now());
    const { similar: _similar, ...listed } = link as Link & { similar: string[] };
    expect(items).toEqual([expect.objectContaining(listed)]);

    await relay.start();
    await app.ok('post', `/events/dead/${id}/redrive`);
    await untilDeadline('the photo', async () => (await linkOf(runId)).state === 'linked');
    expect((await linkOf(runId)).lastError).toBeNull();
  }, 60_000);

  it('shows in its link that it gave up for an unexpected reason', async () => {
    jest
      .spyOn(app.app.get(ObjectStores, { strict: false }).of('private'), 'put')
      .mockRejectedValue(new TypeError('a defect'));
    const { runId } = await aPreparedRun(app, await aLibrary(app));
    await app.dataSource.query(`update pgboss.queue set retry_limit = 0 where name = 'clustering.link-winner'`);
    await app.ok('post', `/runs/${runId}/completion`);
    const { reason, id } = await deadLetterOf(runId);
    expect(await linkOf(runId)).toMatchObject({ state: 'pending', lastError: `Gave up after 1 attempt: ${reason}` });
    expect(reason).not.toContain('a defect');

    jest.restoreAllMocks();
    await app.ok('post', `/events/dead/${id}/redrive`);
    await untilDeadline('the photo', async () => (await linkOf(runId)).state === 'linked');
  }, 60_000);

  it('disappears when the sweeper has linked its run, or the run is deleted', async () => {
    const library = await aLibrary(app);
    const [healed, deleted, left] = [
      await aPreparedRun(app, library),
      await aPreparedRun(app, library),
      await aPreparedRun(app, library),
    ].map(({ runId }) => runId) as [string, string, string];
    await app.dataSource.query(`update pgboss.queue set retry_limit = 0 where name = 'clustering.link-winner'`);
    const away = new StorageUnavailableError('put', new Error('503'));
    const put = jest.spyOn(app.app.get(ObjectStores, { strict: false }).of('private'), 'put').mockRejectedValue(away);
    for (const runId of [healed, deleted, left]) await app.ok('post', `/runs/${runId}/completion`);
    for (const runId of [healed, deleted, left]) await deadLetterOf(runId);

    put.mockRestore();
    await app.ok('delete', `/runs/${deleted}`);
    await app.dataSource.query('alter table cluster_links disable trigger tr_cluster_links_touch');
    await app.dataSource.query(
      `update cluster_links set updated_at = now() - interval '11 minutes' where run_id = $1`,
      [healed],
    );
    await app.dataSource.query('alter table cluster_links enable trigger tr_cluster_links_touch');
    const logged = jest.spyOn(Logger.prototype, 'log');
    await app.app.get(LinkSweeper, { strict: false }).sweep();
    const output = JSON.stringify(logged.mock.calls);
    expect(output).toContain('obsolete dead letter deleted');
    expect(output).not.toContain(app.config.CANDIDATE_ROOTS[0]);
    expect((await linkOf(healed)).state).toBe('linked');
    const [still, ...more] = await letters();
    expect([still?.event.runId, more]).toEqual([left, []]);
    await app.ok('post', `/events/dead/${still?.id}/redrive`);
  }, 60_000);

  it('answers 404 for an unknown letter', async () => {
    const answer = await app.call('post', '/events/dead/01890a5d-ac96-774b-bcce-b302099a8fff/redrive');
    expect([answer.status, answer.body.code]).toEqual([404, 'event_not_found']);
  });

  it('is listed page by page', async () => {
    await app.dataSource.query(
      `insert into pgboss.job (name, data, policy, source_name, source_output)
       select 'events.dead', jsonb_build_object('name', 'x', 'event', jsonb_build_object('n', n)), 'standard', 'clustering.link-winner', '{"message": "why"}'
       from generate_series(1, 5) n`,
    );
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: DeadLetter[]; nextCursor: string | null } = await app.ok(
        'get',
        `/events/dead?limit=2${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(5);
    expect((await app.call('get', '/events/dead?cursor=nonsense')).body.code).toBe('invalid_cursor');
  });
});
