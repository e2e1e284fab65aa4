import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { ApiKeys } from '@trellis/access';
import { aPng } from '@trellis/testing';
import { aPreparedRun } from '../support/library.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

describe('a request with an Idempotency-Key', () => {
  const app = useApp({ works: false });
  const library = useLibrary(app);
  afterEach(() => jest.restoreAllMocks());

  type Method = 'post' | 'put' | 'delete' | 'patch';
  const call = (method: Method, path: string, body?: object, key: string = randomUUID()) =>
    app.call(method, path, body).set('Idempotency-Key', key);
  const newRun = () => ({ pipelineId: library.pipelineId });
  const count = async (table: string) =>
    (await app.dataSource.query<[{ n: number }]>(`select count(*)::int as n from ${table}`))[0].n;
  const aVotableRun = () => aPreparedRun(app, library, { candidates: 2, winner: false });

  it('takes effect once, and a repetition gets the same answer byte for byte', async () => {
    const before = await count('pipeline_runs');
    const first = await call('post', '/runs', newRun(), 'k1');
    const second = await call('post', '/runs', newRun(), 'k1');
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.text).toBe(first.text);
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await count('pipeline_runs')).toBe(before + 1);
  });

  it('repeats a refusal, although the request would succeed now', async () => {
    const { runId, candidateIds } = await aVotableRun();
    const vote = { candidateA: candidateIds[0], candidateB: candidateIds[1], outcome: 'a' };
    await app.ok('post', `/runs/${runId}/votes`, vote);
    const refused = await call('post', `/runs/${runId}/votes`, vote, 'k2');
    await app.ok('delete', `/runs/${runId}/votes/latest`);
    const again = await call('post', `/runs/${runId}/votes`, vote, 'k2');
    expect([refused.status, refused.body.code]).toEqual([409, 'already_voted']);
    expect(again.text).toBe(refused.text);
    expect(again.headers['content-type']).toContain('application/problem+json');
    expect(await count(`votes where run_id = '${runId}' and undone_at is null`)).toBe(0);
  });

  it('counts a repeated vote once, and undoes it once', async () => {
    const { runId, candidateIds } = await aVotableRun();
    const vote = { candidateA: candidateIds[0], candidateB: candidateIds[1], outcome: 'a' };
    for (let i = 0; i < 3; i += 1) expect((await call('post', `/runs/${runId}/votes`, vote, 'k3')).status).toBe(201);
    for (let i = 0; i < 3; i += 1)
      expect((await call('delete', `/runs/${runId}/votes/latest`, undefined, 'k4')).status).toBe(200);
    expect(await app.ok('get', `/runs/${runId}/next-pair`)).toMatchObject({ votesCast: 0 });
    const approval = `/runs/${runId}/steps/${library.stepId}/approval`;
    for (let i = 0; i < 2; i += 1) expect((await call('post', approval, { topK: 1 }, 'k5')).status).toBe(200);
    const winner = { candidateId: candidateIds[1] };
    for (let i = 0; i < 2; i += 1) expect((await call('put', `/runs/${runId}/winner`, winner, 'k6')).status).toBe(200);
    const { items } = await app.ok<{ items: { action: string }[] }>('get', `/audit?subjectId=${runId}`);
    expect(items.map(({ action }) => action)).toEqual([
      'run.winner_changed',
      'run.step_approved',
      'run.vote_undone',
      'run.created',
    ]);
    for (let i = 0; i < 2; i += 1) {
      const { status, text } = await call('delete', `/runs/${runId}/winner`, undefined, 'k7');
      expect([status, text]).toEqual([204, '']);
    }
  });

  it('is handled once when two arrive together; the other waits or gets the same answer', async () => {
    const before = await count('pipeline_runs');
    const answers = await Promise.all(Array.from({ length: 8 }, () => call('post', '/runs', newRun(), 'k8')));
    const done = answers.filter(({ status }) => status === 201);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    for (const { status, body } of answers)
      if (status !== 201) expect([status, body.code]).toEqual([409, 'request_in_progress']);
    expect(await count('pipeline_runs')).toBe(before + 1);
  });

  it('is refused with another body, and is a different request for another path, method or holder', async () => {
    const first = await call('post', '/runs', newRun(), 'k9');
    expect((await call('post', '/runs', { ...newRun(), name: 'x' }, 'k9')).body).toMatchObject({
      code: 'idempotency_mismatch',
      status: 422,
    });
    const elsewhere = await call('post', `/clusters/${library.clusterId}/runs`, newRun(), 'k9');
    expect(elsewhere.body.id).not.toBe(first.body.id);
    const { key } = await app.app.get(ApiKeys).create({ name: 'other', role: 'operator' }, 'test');
    const other = await call('post', '/runs', newRun(), 'k9').set('Authorization', `Bearer ${key}`);
    expect([other.status, other.body.id === first.body.id]).toEqual([201, false]);
  });

  it.each([
    ['/runs', newRun, 'pipeline_runs'],
    ['/personas', () => ({ name: 'once' }), 'personas'],
    ['/personas/:persona/pillars', () => ({ name: 'once' }), 'content_pillars'],
    ['/personas/:persona/clusters', () => ({ name: 'once' }), 'clusters'],
    ['/pipelines', () => ({ name: 'once' }), 'pipelines'],
    ['/keys', () => ({ name: 'once', role: 'viewer' }), 'api_keys'],
  ])(
    'leaves neither effect nor answer after an internal error, so it can be repeated (%s)',
    async (at, body, table) => {
      const path = at.replace(':persona', library.personaId);
      const before = await count(table);
      const { pool } = app;
      const { createQueryRunner } = pool;
      jest.spyOn(pool, 'createQueryRunner').mockImplementation((...args) => {
        const runner = createQueryRunner.apply(pool, args);
        const own = runner.query.bind(runner);
        runner.query = ((sql: string, ...more: never[]) =>
          sql.includes('insert into idempotency_keys')
            ? Promise.reject(new Error('the power is gone'))
            : own(sql, ...more)) as never;
        return runner;
      });
      expect((await call('post', path, body(), `k11 ${at}`)).status).toBe(500);
      jest.restoreAllMocks();
      expect(await count(table)).toBe(before);
      expect((await call('post', path, body(), `k11 ${at}`)).status).toBe(201);
      expect(await count(table)).toBe(before + 1);
    },
  );

  it('accepts the same body with another order of fields, and no body for an empty one', async () => {
    const { runId, candidateIds } = await aVotableRun();
    const [candidateA, candidateB] = candidateIds;
    const first = await call('post', `/runs/${runId}/votes`, { candidateA, candidateB, outcome: 'a' }, 'k15');
    const again = await call('post', `/runs/${runId}/votes`, { outcome: 'a', candidateB, candidateA }, 'k15');
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect((await call('post', `/runs/${runId}/completion`, {}, 'k16')).status).toBe(200);
    expect((await call('post', `/runs/${runId}/completion`, undefined, 'k16')).headers['idempotency-replayed']).toBe(
      'true',
    );
  });

  it('also stores the refusal of an unknown field', async () => {
    const { runId } = await aVotableRun();
    expect((await call('post', `/runs/${runId}/completion`, { x: 1 }, 'k17')).status).toBe(400);
    expect((await call('post', `/runs/${runId}/completion`, {}, 'k17')).body.code).toBe('idempotency_mismatch');
  });

  it('does not delay other requests while it waits for a busy run', async () => {
    const busy = await aVotableRun();
    const holder = app.dataSource.createQueryRunner();
    await holder.startTransaction();
    await holder.query('select 1 from pipeline_runs where id = $1 for update', [busy.runId]);
    const [candidateA, candidateB] = busy.candidateIds;
    const vote = { candidateA, candidateB, outcome: 'a' };
    const keyed = Array.from({ length: 12 }, () => call('post', `/runs/${busy.runId}/votes`, vote).then());
    const unkeyed = Array.from({ length: 20 }, (_, i) =>
      app.call('put', `/runs/${busy.runId}/winner`, { candidateId: busy.candidateIds[i % 2] }).then(),
    );
    expect((await call('post', '/personas', { name: 'not held up' })).status).toBe(201);
    expect((await app.call('get', '/runs')).status).toBe(200);
    await holder.rollbackTransaction();
    await holder.release();
    const statuses = (await Promise.all(keyed)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect((await Promise.all(unkeyed)).every(({ status }) => status === 200)).toBe(true);
  });

  it('expires after 24 hours', async () => {
    const first = await call('post', '/runs', newRun(), 'k12');
    await app.dataSource.query(`update idempotency_keys set created_at = created_at - interval '25 hours'`);
    const expired = (await count('idempotency_keys')) - 1;
    const later = await call('post', '/runs', newRun(), 'k12');
    expect(later.body.id).not.toBe(first.body.id);
    expect(await count(`idempotency_keys where created_at < now() - interval '24 hours'`)).toBe(
      Math.max(0, expired - 20),
    );
  });

  it.each([
    ['empty', ''],
    ['too long', 'x'.repeat(201)],
  ])('is refused when the key is %s', async (_what, key) => {
    expect((await call('post', '/runs', newRun(), key)).body).toMatchObject({
      code: 'validation_failed',
      errors: [{ path: 'Idempotency-Key' }],
    });
  });

  it('is refused for uploads, and ignored by GET and PATCH', async () => {
    const { runId } = await aPreparedRun(app, library, { candidates: 0, winner: false });
    const upload = await call('post', `/runs/${runId}/candidates`, undefined, 'k13')
      .field('stepId', library.stepId)
      .attach('file', await aPng(), 'a.png');
    expect([upload.status, upload.body.code]).toEqual([400, 'validation_failed']);
    for (const name of ['one', 'two'])
      expect((await call('patch', `/runs/${runId}`, { name }, 'k14')).body).toMatchObject({ name });
  });
});
