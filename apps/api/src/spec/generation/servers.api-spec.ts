import { newId } from '@trellis/kernel';
import { FakeComfy } from '@trellis/testing';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

interface Server {
  id: string;
  updatedAt: string;
  state: string;
}

describe('ComfyUI servers', () => {
  const app = useApp({ works: false });
  const library = useLibrary(app);
  const create = (body: object) => app.call('post', '/servers').send(body);

  it('are entered, changed with If-Match, disabled and removed', async () => {
    const made = await create({ name: 'workshop', baseUrl: 'http://192.168.1.20:8188/' });
    expect(made.body).toMatchObject({
      ...{ name: 'workshop', baseUrl: 'http://192.168.1.20:8188', state: 'down', reason: null, version: null },
      ...{ parentImages: 'upload', token: { set: false, last4: null } },
    });
    const { id, updatedAt } = made.body as Server;
    expect((await create({ name: 'workshop', baseUrl: 'http://b:8188' })).body).toMatchObject({ code: 'name_taken' });
    const twin = { name: 'other', baseUrl: 'http://192.168.1.20:8188' };
    expect((await create(twin)).body).toMatchObject({ status: 409, code: 'base_url_taken' });
    const off = await app.call('patch', `/servers/${id}`).set('If-Match', updatedAt).send({ disabled: true });
    expect(off.body).toMatchObject({ state: 'disabled' });
    const late = await app.call('patch', `/servers/${id}`).set('If-Match', updatedAt).send({ name: 'x' });
    expect(late.body).toMatchObject({ status: 412, code: 'stale', current: { state: 'disabled' } });
    const on = await app.ok<Server>('patch', `/servers/${id}`, { disabled: false });
    expect(on).toMatchObject({ state: 'down' });
    // What drivers write is no change by a person.
    await app.dataSource.query(`update comfy_servers set owner = $1, lease_until = now() where id = $2`, [newId(), id]);
    const [listed] = (await app.ok<{ items: Server[] }>('get', '/servers')).items;
    expect(listed?.updatedAt).toBe(on.updatedAt);
    expect((await app.call('delete', `/servers/${id}`)).status).toBe(204);
    expect((await app.call('delete', `/servers/${id}`)).body).toMatchObject({ code: 'server_not_found' });
  });

  it.each([
    ...['', 'workshop:8188', 'ftp://workshop', 'http://user:secret@workshop', 'http://workshop/?a=1'],
    ...['http://169.254.169.254', 'http://[fe80::1]', 'javascript:alert(1)', `http://a/${'x'.repeat(2_000)}`],
  ])('have an address that may be asked, not %j', async (baseUrl) => {
    const { body } = await create({ name: 'odd', baseUrl });
    expect(body).toMatchObject({ status: 400, code: 'validation_failed', errors: [{ path: 'baseUrl' }] });
  });

  it('keep a token that is never shown', async () => {
    const token = 'canary-token-1234567890';
    const made = await create({ name: 'behind a proxy', baseUrl: 'http://proxy:8188', token });
    expect(made.body).toMatchObject({ token: { set: true, last4: '7890' } });
    const { id } = made.body as Server;
    const rows = await app.dataSource.query<object[]>('select token::text, token_last4 from comfy_servers');
    const everything = [
      ...[made.text, JSON.stringify(rows), JSON.stringify(await app.ok('get', '/audit?limit=200'))],
      JSON.stringify(await app.ok('get', '/servers')),
    ].join();
    expect(everything).not.toContain('canary');
    expect(await app.ok('patch', `/servers/${id}`, { token: null })).toMatchObject({ token: { set: false } });
    expect((await create({ name: 'x', baseUrl: 'http://x', token: 'with space' })).status).toBe(400);
    expect((await create({ name: 'x', baseUrl: 'http://x', token: '' })).status).toBe(400);
  });

  it('keep their address while they make a picture, and cannot be removed', async () => {
    const { id } = (await create({ name: 'busy', baseUrl: 'http://busy:8188' })).body as Server;
    const run = await app.ok<{ id: string }>('post', '/runs', { pipelineId: library.pipelineId });
    const [job, attempt] = [newId(), newId()];
    await app.dataSource.query(
      `insert into generation_jobs (id, run_id, step_id, kept_values, created_by) values ($1, $2, $3, '{}', 'test')`,
      [job, run.id, library.stepId],
    );
    await app.dataSource.query(
      `insert into generation_attempts (id, job_id, server_id, server_name) values ($1, $2, $3, 'busy')`,
      [attempt, job, id],
    );
    const moved = await app.call('patch', `/servers/${id}`).send({ baseUrl: 'http://elsewhere:8188' });
    expect(moved.body).toMatchObject({ status: 409, code: 'server_in_use' });
    expect((await app.call('delete', `/servers/${id}`)).body).toMatchObject({ status: 409, code: 'server_in_use' });
    await app.dataSource.query('delete from generation_jobs');
    expect((await app.call('delete', `/servers/${id}`)).status).toBe(204);
  });

  it('are checked: version, nodes, and a picture', async () => {
    const fake = await FakeComfy.start();
    const { id } = (await create({ name: 'fake', baseUrl: fake.url })).body as Server;
    const graph =
      '{"1": {"class_type": "KSamplerFromACustomPack", "inputs": {}}, "2": {"class_type": "EmptyImage", "inputs": {}}}';
    const steps = [{ name: 'Base', position: 1, workflowTemplate: graph }];
    const { id: pipelineId } = await app.ok<{ id: string }>('post', '/pipelines', { name: 'odd nodes', steps });
    expect(await app.ok('post', `/servers/${id}/check`)).toMatchObject({
      ...{ serverId: id, ok: false, version: '0.33.0', missingNodes: ['KSamplerFromACustomPack'] },
      problems: [{ code: 'missing_nodes', detail: expect.stringContaining('KSamplerFromACustomPack') as string }],
    });
    await app.ok('delete', `/pipelines/${pipelineId}`);
    expect(await app.ok('post', `/servers/${id}/check`)).toMatchObject({ ok: true, problems: [] });
    await fake.stop();
    expect(await app.ok('post', `/servers/${id}/check`)).toMatchObject({
      ...{ ok: false, version: null, problems: [{ code: 'no_answer' }] },
    });
    expect((await app.call('post', `/servers/${newId()}/check`)).body).toMatchObject({ code: 'server_not_found' });
  });
});
