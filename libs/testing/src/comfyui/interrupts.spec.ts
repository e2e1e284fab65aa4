import {
  call,
  id,
  isRunning,
  lastOf,
  order,
  prompt,
  rest,
  shown,
  start,
  stopAll,
  type Shown,
} from './driven.spec-support.ts';

/** The order of events is that of a recording of a real server. */
describe('interrupts of the fake ComfyUI', () => {
  afterEach(stopAll);
  const endOf = async (fake: Awaited<ReturnType<typeof start>>, n: number) =>
    lastOf((await shown(fake, n)) as Shown)[0];

  it('without an id end what runs', async () => {
    const fake = await start();
    await order(fake, { do: 'hold' });
    await prompt(fake, 1);
    await isRunning(fake);
    expect(await call(fake, '/interrupt', {})).toMatchObject({ status: 200 });
    expect(fake.server.running).toHaveLength(1);
    await order(fake, { do: 'release' });
    expect(await endOf(fake, 1)).toBe('execution_interrupted');
  });

  it('while nothing runs do nothing to the next prompt', async () => {
    const fake = await start();
    await call(fake, '/interrupt', {});
    await prompt(fake, 1);
    expect(await endOf(fake, 1)).toBe('execution_success');
  });

  it('of a waiting prompt do nothing; its cancellation leaves no trace of it', async () => {
    const fake = await start();
    await order(fake, { do: 'hold' });
    await prompt(fake, 1);
    await isRunning(fake);
    await prompt(fake, 2);
    expect(await call(fake, '/interrupt', { prompt_id: id(2) })).toMatchObject({ status: 200 });
    expect(fake.server.pending).toHaveLength(1);
    expect((await call(fake, `/api/jobs/${id(2)}/cancel`, {})).body).toEqual({ cancelled: true });
    expect(await call(fake, `/api/jobs/${id(2)}`)).toEqual({ status: 404, body: { error: 'Job not found' } });
    await order(fake, { do: 'release' });
    expect([await endOf(fake, 1), await shown(fake, 2)]).toEqual(['execution_success', undefined]);
  });

  it('come too late for a prompt that has ended, and are unknown for any other id', async () => {
    const fake = await start();
    await prompt(fake, 1);
    await rest(fake);
    for (const known of [id(1), id(2), 'not-a-uuid'])
      expect(await call(fake, `/api/jobs/${known}/cancel`, {})).toEqual({ status: 200, body: { cancelled: false } });
    expect(await endOf(fake, 1)).toBe('execution_success');
  });
});
