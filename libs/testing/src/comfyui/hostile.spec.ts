import { once } from 'node:events';
import { connect } from 'node:net';
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
  save,
  shown,
  start,
  stopAll,
} from './driven.spec-support.ts';
import type { FakeComfy } from './fake-comfy.ts';
import type { Order } from './script.ts';

const answers = (fake: FakeComfy) =>
  call(fake, '/queue').then(
    () => true,
    () => false,
  );

async function socketOf(fake: FakeComfy): Promise<WebSocket> {
  const socket = new WebSocket(`${fake.url.replace('http', 'ws')}/ws?clientId=c`);
  await new Promise((resolve) => (socket.onopen = resolve));
  return socket;
}

describe('the fake ComfyUI outlives', () => {
  afterEach(stopAll);

  it('a death while two connections of one client are open, and a stop while it is dead', async () => {
    const fake = await start();
    const sockets = [await socketOf(fake), await socketOf(fake)];
    const closed = sockets.map((socket) => new Promise((resolve) => (socket.onclose = resolve)));
    await fake.order({ do: 'die', seconds: 0.1 });
    await Promise.all(closed);
    await untilDeadline('the server to be back', () => answers(fake));
    await fake.order({ do: 'die', seconds: 0.05 });
    await fake.order({ do: 'die', seconds: 600 });
    await fake.stop();
    expect(await answers(fake)).toBe(false);
  });

  it('clients that go in the middle of a request, and addresses that cannot be read', async () => {
    const fake = await start();
    const socket = connect(Number(new URL(fake.url).port), '127.0.0.1');
    socket.write('POST /upload/image HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nhalf');
    await once(socket, 'connect');
    socket.destroy();
    for (const path of ['/history/%E0', '/object_info/%']) expect((await call(fake, path)).status).toBe(500);
    expect(await answers(fake)).toBe(true);
  });

  it.each([
    ['{', 'do must be one of die, '],
    ['null', 'do must be one of die, '],
    ['{"do":"die","seconds":"x"}', 'seconds must be a number from 0'],
    ['{"do":"silence","seconds":-1}', 'seconds must be a number from 0'],
    ['{"do":"fail_next","times":"2"}', 'times must be a whole number from 1'],
    ['{"do":"drop_answer","path":"queue"}', 'path must begin with /'],
  ])('the order %s', async (body, problem) => {
    const fake = await start();
    const answer = await fetch(`${fake.url}/__script`, { method: 'POST', body });
    expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([
      400,
      expect.stringContaining(problem),
    ]);
    expect(await answers(fake)).toBe(true);
  });

  it('a chain of 200 nodes', async () => {
    const fake = await start();
    const chain: Record<string, object> = { 1: picture(1), 900: save('200') };
    for (let n = 2; n <= 200; n += 1) chain[n] = { class_type: 'ImageInvert', inputs: { image: [String(n - 1), 0] } };
    await prompt(fake, 1, chain);
    expect((await shown(fake, 1))?.status.status_str).toBe('success');
  });
});

describe('the fake ComfyUI', () => {
  afterEach(stopAll);

  it('fails the next prompt, also where all of it is cached', async () => {
    const fake = await start();
    const same = { 1: picture(1), 9: save() };
    await prompt(fake, 1, same);
    await rest(fake);
    await order(fake, { do: 'fail_next' });
    await prompt(fake, 2, same);
    await prompt(fake, 3, { 1: picture(3), 9: save() });
    const [second, third] = [await shown(fake, 2), await shown(fake, 3)];
    expect([second && lastOf(second)[0], third && lastOf(third)[0]]).toEqual(['execution_error', 'execution_success']);
  });

  it('drops the answer of a route that is named with /api', async () => {
    const fake = await start();
    await order(fake, { do: 'drop_answer', path: `/api/jobs/${id(1)}` } satisfies Order);
    await expect(call(fake, `/api/jobs/${id(1)}/cancel`, {})).rejects.toThrow('fetch failed');
    expect((await call(fake, `/api/jobs/${id(1)}/cancel`, {})).status).toBe(200);
  });

  it('is silent on its sockets too', async () => {
    const fake = await start();
    const socket = await socketOf(fake);
    const heard: string[] = [];
    socket.onmessage = ({ data }) => heard.push((JSON.parse(String(data)) as { type: string }).type);
    await untilDeadline('the first event', () => Promise.resolve(heard.length === 1));
    await order(fake, { do: 'hold' });
    await fake.order({ do: 'silence', seconds: 600 });
    fake.server.take({ 1: picture(1), 9: save() }, ['9'], { client_id: 'c' }, id(1));
    await isRunning(fake);
    fake.server.script.follow({ do: 'reset' });
    fake.server.tellStatus('c');
    await untilDeadline('the next event', () => Promise.resolve(heard.length > 1));
    expect(heard[1]).toBe('status');
    expect(heard).not.toContain('execution_start');
    socket.close();
  });

  it('makes another picture of another file under the same name', async () => {
    const fake = await start();
    const graph = { 1: { class_type: 'LoadImage', inputs: { image: 'a.png' } }, 9: save() };
    for (const [n, text] of ['one', 'two'].entries()) {
      fake.server.files.put({ filename: 'a.png', subfolder: '', type: 'input' }, Buffer.from(text));
      await prompt(fake, n, graph);
      await rest(fake);
    }
    expect(fake.server.journal.prompts.map(({ images }) => images[0]?.filename)).toEqual([
      ...['base_00001_.png', 'base_00002_.png'],
    ]);
  });
});
