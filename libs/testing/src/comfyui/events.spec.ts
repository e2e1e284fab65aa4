import { untilDeadline } from '@trellis/kernel';
import { call, id, picture, prompt, rest, sampler, save, start, stopAll } from './driven.spec-support.ts';
import type { FakeComfy } from './fake-comfy.ts';

interface Event {
  type: string;
  data: { node?: string | null; value?: number; status?: { exec_info: { queue_remaining: number } } };
}

/** `executing 9`, `progress 3`, `status 1`. */
const words = ({ type, data: { node, value, status } }: Event): string =>
  [type, status?.exec_info.queue_remaining, value ?? (node === null ? 'null' : node)]
    .filter((word) => word !== undefined)
    .join(' ');

async function listen(fake: FakeComfy, client: string): Promise<Event[]> {
  const heard: Event[] = [];
  const socket = new WebSocket(`${fake.url.replace('http', 'ws')}/ws?clientId=${client}`);
  socket.onmessage = ({ data }) => heard.push(JSON.parse(String(data)) as Event);
  await new Promise((resolve) => (socket.onopen = resolve));
  return heard;
}

const isOver = (heard: Event[]) =>
  untilDeadline('the end of the queue', () =>
    Promise.resolve(heard.at(-1)?.data.status?.exec_info.queue_remaining === 0),
  );

/** The order is that of a recording of a real server. */
describe('the events of the fake ComfyUI', () => {
  afterEach(stopAll);

  it('come to the client of a prompt in the recorded order, and to others only as the length of the queue', async () => {
    const fake = await start();
    const [own, others] = [await listen(fake, 'c'), await listen(fake, 'd')];
    await isOver(others);
    await prompt(fake, 1);
    await rest(fake);
    await untilDeadline('the end', () => Promise.resolve(own.at(-1)?.data.node === null));
    expect(own.map(words)).toEqual([
      ...['status 0', 'status 1', 'status 1', 'execution_start', 'execution_cached'],
      ...['progress_state', 'executing 1', 'progress_state'],
      ...['progress_state', 'executing 9', 'executed 9', 'progress_state'],
      ...['execution_success', 'status 0', 'executing null'],
    ]);
    expect(others.map(words)).toEqual(['status 0', 'status 1', 'status 1', 'status 0']);
  });

  it('have the steps of a sampler', async () => {
    const fake = await start();
    const heard = await listen(fake, 'c');
    await prompt(fake, 1, sampler);
    await rest(fake);
    await untilDeadline('the end', () => Promise.resolve(heard.at(-1)?.data.node === null));
    const steps = Array.from({ length: 20 }, (_, n) => ['progress_state', `progress ${n + 1}`]).flat();
    const all = heard.map(words);
    expect(all.slice(all.indexOf('executing 2') + 1, all.indexOf('executing 3'))).toEqual([
      ...steps,
      'progress_state',
      'progress_state',
    ]);
  });

  it('of a prompt without a client are progress for everyone', async () => {
    const fake = await start();
    const heard = await listen(fake, 'c');
    await isOver(heard);
    await call(fake, '/prompt', { prompt: { 1: picture(1), 9: save() }, prompt_id: id(1) });
    await isOver(heard);
    await untilDeadline('the events', () => Promise.resolve(heard.length === 8));
    expect(heard.map(words)).toEqual([
      ...['status 0', 'status 1', 'status 1', 'progress_state', 'progress_state', 'progress_state', 'progress_state'],
      'status 0',
    ]);
  });
});
