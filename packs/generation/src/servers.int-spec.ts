import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '@trellis/kernel';
import { stillLife, useGeneration } from './generating.spec-support.ts';

describe('a server that is driven', () => {
  const use = useGeneration();
  const row = async (id: string) =>
    (
      await use.sql<{ state: string; reason: string | null }>('select state, reason from comfy_servers where id = $1', [
        id,
      ])
    )[0];
  const isIn = (runId: string, state: string) =>
    use.until(`the attempt to be ${state}`, async () => (await use.attempts(runId))[0]?.state === state);
  const edit = (id: string, columns: string) =>
    use.sql(`update comfy_servers set ${columns}, updated_by = 'test' where id = $1`, [id]);

  it('finishes what it makes when it is disabled, and gets nothing more until it is enabled', async () => {
    const { fake, id } = await use.server();
    await fake.order({ do: 'hold' });
    const run = await use.run(2);
    await use.driver();
    await isIn(run.id, 'running');
    await edit(id, `state = 'disabled', reason = null`);
    await fake.order({ do: 'release' });
    await use.until('the first picture', async () => (await use.candidates(run.id)).length === 1);
    expect(await row(id)).toEqual({ state: 'disabled', reason: null });
    const free = 'select 1 from comfy_servers where owner is null';
    await use.until('its lease to end', async () => (await use.sql(free)).length === 1);
    expect(await use.jobs(run.id)).toHaveLength(1);
    await edit(id, `state = 'down'`);
    await use.until('the second picture', async () => (await use.candidates(run.id)).length === 2);
  });

  it('gets nothing more when it is removed, and no job is left without an attempt', async () => {
    const { fake, id } = await use.server();
    const first = await use.run(1);
    await use.driver();
    await use.ended(first.id);
    await use.sql('delete from comfy_servers where id = $1', [id]);
    const second = await use.run(1);
    const other = await use.server();
    await use.ended(second.id);
    expect(fake.server.journal.prompts).toHaveLength(1);
    expect(other.fake.server.journal.prompts).toHaveLength(1);
  });

  it('whose worker thread is dead loses its prompt to another server', async () => {
    const first = await use.server();
    const run = await use.run(1);
    await first.fake.order({ do: 'zombie' });
    await use.driver();
    await isIn(run.id, 'running');
    const second = await use.server();
    await use.until('the cancellation', async () => {
      await use.pass(61);
      return (await use.attempts(run.id)).some(({ state }) => state === 'timed_out');
    });
    expect(await use.ended(run.id, { passing: true })).toMatchObject([{ state: 'done', attempts: 2 }]);
    expect(second.fake.server.journal.prompts).toHaveLength(1);
  });

  it('behind a proxy that wants another key is down, says so, and nothing is lost', async () => {
    let isOpen = false;
    const { fake } = await use.server();
    await use.sql('delete from comfy_servers');
    const proxy: Server = createServer((request, response) => {
      if (!isOpen) return void response.writeHead(401).end('who are you');
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const init = { method: request.method, ...(request.method === 'POST' && { body: Buffer.concat(chunks) }) };
        void fetch(fake.url + request.url, init).then(async (answer) => {
          response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
        });
      });
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const id = newId();
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    await use.sql(`insert into comfy_servers (id, name, base_url) values ($1, 'behind', $2)`, [id, url]);
    const run = await use.run(1);
    await use.driver();
    await use.until('the refusal', async () => (await row(id))?.reason === 'denied_401');
    expect(await use.generation(run.id)).toMatchObject({ state: 'on', waitingFor: 'server' });
    isOpen = true;
    expect(await use.ended(run.id)).toMatchObject([{ state: 'done', attempts: 1 }]);
    proxy.closeAllConnections();
    proxy.close();
  });

  it('is not asked again for a step that all servers have refused once one of them is gone', async () => {
    const [first, second] = [await use.server(), await use.server()];
    await second.fake.order({ do: 'die', seconds: 600 });
    await first.fake.order({ do: 'refuse_next', times: 1_000 });
    const run = await use.run(1);
    await use.driver();
    await use.until('a refusal', async () => (await use.attempts(run.id)).some(({ state }) => state === 'refused'));
    expect((await use.jobs(run.id))[0]?.state).not.toBe('failed');
    await edit(second.id, `state = 'disabled', reason = null`);
    expect(await use.ended(run.id)).toMatchObject([{ state: 'failed', reason: 'refused' }]);
    expect(await use.generation(run.id)).toMatchObject({ state: 'blocked', blocked: { reason: 'refused' } });
  });

  it('serves other runs before those that it has refused', async () => {
    const { fake } = await use.server();
    const away = await use.server();
    await away.fake.order({ do: 'die', seconds: 600 });
    const runs = await Promise.all(Array.from({ length: 5 }, () => use.run(2)));
    for (const { id, steps } of runs)
      await use.sql(
        `insert into step_server_refusals (run_id, step_id, server_id, detail) select $1, $2, id, 'x' from comfy_servers where base_url = $3`,
        [id, steps[0], fake.url],
      );
    const last = await use.run(1);
    await use.driver();
    expect(await use.ended(last.id)).toMatchObject([{ state: 'done' }]);
  });

  it('that names the file of an earlier prompt gives no second candidate of it', async () => {
    await use.server();
    const run = await use.run(2, stillLife().replace('"{{auto_seed}}"', '7'));
    await use.driver();
    await use.until('the second job to end', async () => {
      await use.pass();
      return (await use.jobs(run.id)).filter(({ state }) => state === 'failed').length > 0;
    });
    expect((await use.jobs(run.id)).slice(0, 2)).toMatchObject([
      { state: 'done' },
      { state: 'failed', reason: 'already_taken' },
    ]);
    expect(await use.candidates(run.id)).toHaveLength(1);
  });

  it('goes on hearing and making pictures after the database was away for a while', async () => {
    const { fake } = await use.server();
    const run = await use.run(3);
    await use.driver();
    await use.until('one picture', async () => (await use.candidates(run.id)).length >= 1);
    await use.sql(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    );
    await use.until('three pictures', async () => (await use.candidates(run.id).catch(() => [])).length === 3);
    expect(fake.server.journal.prompts).toHaveLength(3);
  });
});
