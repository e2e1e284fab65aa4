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
  VIEW,
  type Shown,
} from './driven.spec-support.ts';
import type { Order } from './script.ts';

describe('the fake ComfyUI on order', () => {
  afterEach(stopAll);

  it('forgets everything but its files when it dies, and refuses connections for a while', async () => {
    const fake = await start();
    await prompt(fake, 1);
    await rest(fake);
    await order(fake, { do: 'die', seconds: 0.2 });
    await untilDeadline('the refusal', () =>
      call(fake, '/queue').then(
        () => false,
        () => true,
      ),
    );
    await untilDeadline('the server to be back', () =>
      call(fake, '/queue').then(
        () => true,
        () => false,
      ),
    );
    expect((await call(fake, `/history/${id(1)}`)).body).toEqual({});
    expect((await fetch(fake.url + VIEW)).status).toBe(200);
    expect((await prompt(fake, 2)).body).toMatchObject({ number: 0 });
  });

  it.each<[Order, string, string | undefined]>([
    [{ do: 'fail_next' }, 'execution_error', 'RuntimeError'],
    [{ do: 'oom_next' }, 'execution_error', 'torch.OutOfMemoryError'],
  ])('fails once with %j', async (fault, message, type) => {
    const fake = await start();
    await order(fake, fault);
    await prompt(fake, 1);
    await prompt(fake, 2);
    expect(lastOf((await shown(fake, 1)) as Shown)).toMatchObject([message, { exception_type: type }]);
    expect((await shown(fake, 2))?.status.status_str).toBe('success');
  });

  it('queues what it seems to have refused, or not to have heard', async () => {
    const fake = await start();
    await order(fake, { do: 'error_500_but_queue' });
    expect(await prompt(fake, 1)).toMatchObject({
      status: 500,
      body: expect.stringContaining('got itself in trouble') as string,
    });
    await order(fake, { do: 'drop_answer', path: '/prompt' });
    await expect(prompt(fake, 2)).rejects.toThrow('fetch failed');
    for (const n of [1, 2]) expect((await shown(fake, n))?.status.status_str).toBe('success');
    await order(fake, { do: 'refuse_next' });
    expect(await prompt(fake, 3)).toMatchObject({
      status: 400,
      body: { error: { type: 'prompt_outputs_failed_validation' } },
    });
  });

  it('answers nothing while it is silent', async () => {
    const fake = await start();
    await order(fake, { do: 'silence', seconds: 0.3 });
    const asked = fetch(`${fake.url}/queue`, { signal: AbortSignal.timeout(100) });
    await expect(asked).rejects.toThrow();
    expect((await call(fake, '/queue')).status).toBe(200);
  });

  it('as a zombie answers everything, and runs nothing any more', async () => {
    const fake = await start();
    await order(fake, { do: 'zombie' });
    await prompt(fake, 1);
    await isRunning(fake);
    expect((await call(fake, `/api/jobs/${id(1)}/cancel`, {})).body).toEqual({ cancelled: true });
    expect((await call(fake, '/system_stats')).status).toBe(200);
    expect(fake.server.running).toHaveLength(1);
    await order(fake, { do: 'reset' });
    expect(lastOf((await shown(fake, 1)) as Shown)[0]).toBe('execution_interrupted');
  });

  it('loses files, or half of one, and finds them again after /free', async () => {
    const fake = await start();
    await prompt(fake, 1);
    await rest(fake);
    await order(fake, { do: 'missing_view' });
    expect([(await fetch(fake.url + VIEW)).status, (await fetch(fake.url + VIEW)).status]).toEqual([404, 200]);
    await order(fake, { do: 'truncate_view' });
    const cut = await fetch(fake.url + VIEW);
    await expect(cut.arrayBuffer()).rejects.toThrow();
    fake.server.files.delete({ filename: 'base_00001_.png', subfolder: 'still', type: 'output' });
    await prompt(fake, 2, { 1: picture(1), 9: save() });
    await rest(fake);
    expect((await fetch(fake.url + VIEW)).status).toBe(404);
    await call(fake, '/free', { free_memory: true });
    await prompt(fake, 3, { 1: picture(1), 9: save() });
    await rest(fake);
    expect((await fetch(fake.url + VIEW)).status).toBe(200);
  });
});
