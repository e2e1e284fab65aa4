import { untilDeadline } from '@trellis/kernel';
import {
  call,
  id,
  isRunning,
  lastOf,
  order,
  picture,
  prompt,
  rest,
  sampler,
  save,
  shown,
  start,
  stopAll,
  VIEW,
  type Shown,
} from './driven.spec-support.ts';

describe('the fake ComfyUI', () => {
  afterEach(stopAll);

  it('draws the same for the same graph and another picture for another one, and remembers what it made', async () => {
    const fake = await start();
    for (const [n, color] of [1, 1, 2].entries()) await prompt(fake, n, { 1: picture(color), 9: save() });
    const [first, again, other] = await Promise.all([0, 1, 2].map((n) => shown(fake, n)));
    expect(again?.outputs).toEqual(first?.outputs);
    expect(other?.outputs['9']?.images[0]?.filename).toBe('base_00002_.png');
    const bytes = await Promise.all(
      [1, 2].map(async (n) => (await fetch(fake.url + VIEW.replace('00001', `0000${n}`))).arrayBuffer()),
    );
    expect(Buffer.from(bytes[0] as ArrayBuffer).equals(Buffer.from(bytes[1] as ArrayBuffer))).toBe(false);
  });

  it('keeps a seed of 64 bits as it was written', async () => {
    const fake = await start();
    for (const [n, seed] of ['18446744073709551615', '18446744073709551614'].entries()) {
      const text = JSON.stringify({ prompt: sampler, prompt_id: id(n), client_id: 'c' }).replace(
        '"seed":1',
        `"seed":${seed}`,
      );
      await fetch(`${fake.url}/prompt`, { method: 'POST', body: text });
      await rest(fake);
      const history = await (await fetch(`${fake.url}/history/${id(n)}`)).text();
      expect(history).toContain(`"seed":${seed}`);
    }
    expect(fake.server.journal.prompts.map(({ images }) => images[0]?.filename)).toEqual([
      'base_00001_.png',
      'base_00002_.png',
    ]);
  });

  it('runs one prompt at a time, in order, and knows nothing of one that was taken out', async () => {
    const fake = await start();
    await order(fake, { do: 'hold' });
    for (const n of [1, 2, 3]) await prompt(fake, n);
    const { running, pending } = fake.server;
    expect([...running, ...pending].map((entry) => [entry.number, entry.id])).toEqual([
      [0, id(1)],
      [1, id(2)],
      [2, id(3)],
    ]);
    expect(running).toHaveLength(1);
    expect((await call(fake, `/api/jobs/${id(2)}/cancel`, {})).body).toEqual({ cancelled: true });
    await order(fake, { do: 'release' });
    expect(await shown(fake, 2)).toBeUndefined();
    expect(fake.server.journal.prompts.map(({ state }) => state)).toEqual(['success', 'deleted', 'success']);
  });

  it('is interrupted at a tick, by its id only, and answers that a job is cancelled', async () => {
    const fake = await start({ speed: 'real' });
    await prompt(fake, 1, sampler);
    await isRunning(fake);
    await call(fake, '/interrupt', { prompt_id: id(2) });
    expect((await call(fake, `/api/jobs/${id(1)}`)).body).toMatchObject({ status: 'in_progress' });
    expect((await call(fake, `/api/jobs/${id(1)}/cancel`, {})).body).toEqual({ cancelled: true });
    expect(lastOf((await shown(fake, 1)) as Shown)[0]).toBe('execution_interrupted');
    expect((await call(fake, `/api/jobs/${id(1)}`)).body).toMatchObject({ status: 'cancelled' });
  });

  it('sends its events to its sockets, and a client that comes back after its old connection ended nothing', async () => {
    const fake = await start();
    const heard: string[] = [];
    const open = async () => {
      const socket = new WebSocket(`${fake.url.replace('http', 'ws')}/ws?clientId=c`);
      socket.onmessage = ({ data }) => heard.push((JSON.parse(String(data)) as { type: string }).type);
      await new Promise((resolve) => (socket.onopen = resolve));
      return socket;
    };
    const first = await open();
    await prompt(fake, 1);
    await rest(fake);
    await untilDeadline('the end', () => Promise.resolve(heard.includes('execution_success')));
    expect(heard[0]).toBe('status');
    expect(heard).toEqual(expect.arrayContaining(['execution_start', 'execution_cached', 'executing', 'executed']));
    const second = await open();
    first.close();
    await new Promise((resolve) => (first.onclose = resolve));
    heard.length = 0;
    await prompt(fake, 2);
    await rest(fake);
    await call(fake, '/queue');
    expect([heard, second.readyState]).toEqual([[], 1]);
    second.close();
  });

  it('notes every request and every prompt, also over a restart', async () => {
    const fake = await start();
    await prompt(fake, 1);
    await rest(fake);
    const { body } = await call(fake, '/__journal');
    expect(body).toMatchObject({
      prompts: [{ promptId: id(1), number: 0, state: 'success', images: [{ filename: 'base_00001_.png' }] }],
      requests: [{ method: 'POST', path: '/prompt', status: 200 }],
    });
    expect((await order(fake, { do: 'dance' as 'die' })).status).toBe(400);
  });
});
