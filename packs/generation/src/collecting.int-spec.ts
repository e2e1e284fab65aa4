import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ComfyClient } from '@trellis/comfyui';
import { aPng } from '@trellis/testing';
import { stillLife, useGeneration } from './generating.spec-support.ts';

describe('pictures that are collected', () => {
  const use = useGeneration();
  const filesOf = async (runId: string) => {
    const [root = ''] = use.pack.config.CANDIDATE_ROOTS;
    return readdir(join(root, runId)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
  };

  it('are asked for again when their bytes broke off', async () => {
    const { fake } = await use.server();
    await fake.order({ do: 'truncate_view', times: 1 });
    const run = await use.run(1);
    await use.driver();
    expect(await use.ended(run.id)).toMatchObject([{ state: 'done', attempts: 1 }]);
    expect(await filesOf(run.id)).toHaveLength(1);
  });

  it('are taken as far as they can be read: a bad one is refused, and named', async () => {
    const { fake } = await use.server();
    await fake.order({ do: 'truncate_view', times: 3 });
    const run = await use.run(1, stillLife().replace('"batch_size":1', '"batch_size":2'));
    await use.driver();
    expect(await use.ended(run.id)).toMatchObject([{ state: 'done' }]);
    expect(await use.candidates(run.id)).toHaveLength(1);
    const outputs = await use.sql('select ordinal, refusal from generation_outputs order by ordinal');
    expect(outputs).toEqual([
      { ordinal: 0, refusal: 'truncated' },
      { ordinal: 1, refusal: null },
    ]);
  });

  it.each([
    ['larger than MAX_IMAGE_BYTES', Buffer.alloc(30 * 2 ** 20, 1), 'image_too_large'],
    ['a page of a proxy', Buffer.from('<!doctype html><title>Sign in</title>'), 'not_an_image'],
  ])('are refused when they are %s, and the others of the job are kept', async (_what, bytes, refusal) => {
    let drawn = 0;
    await use.server({ draw: async () => ((drawn += 1) % 2 === 1 ? bytes : aPng()) });
    const two = await use.run(1, stillLife().replace('"batch_size":1', '"batch_size":2'));
    await use.driver();
    expect(await use.ended(two.id)).toMatchObject([{ state: 'done' }]);
    const refusals = await use.sql('select refusal from generation_outputs order by ordinal');
    expect(refusals).toEqual([{ refusal }, { refusal: null }]);
    const one = await use.run(1, stillLife());
    expect(await use.ended(one.id)).toMatchObject([{ state: 'failed', reason: 'unreadable_image', attempts: 1 }]);
    expect((await use.attempts(one.id))[0]?.message).toContain(refusal);
    expect([await filesOf(two.id), await filesOf(one.id)]).toEqual([[expect.any(String)], []]);
  });

  it('are made again when their file is gone, after the cache was freed, and then the job fails', async () => {
    const { fake } = await use.server();
    await fake.order({ do: 'missing_view', times: 3 });
    const run = await use.run(1);
    await use.driver();
    expect(await use.ended(run.id, { passing: true })).toMatchObject([{ state: 'done', attempts: 2 }]);
    expect(fake.server.journal.requests.filter(({ path }) => path === '/free')).toHaveLength(1);
    expect((await use.attempts(run.id))[0]).toMatchObject({ state: 'failed', error_type: 'output_missing' });
    expect(await use.sql('select refusal from generation_outputs where candidate_id is null')).toEqual([
      { refusal: 'output_missing' },
    ]);
  });

  it('are taken once, also when another worker had given their attempt up', async () => {
    const { fake } = await use.server();
    await fake.order({ do: 'hold' });
    const run = await use.run(1);
    const cutOff = await use.driver();
    await use.until('the prompt to run', async () => (await use.attempts(run.id))[0]?.state === 'running');
    await cutOff.beforeApplicationShutdown();
    // As a worker that was cut off from the server would have left it.
    await use.sql(`update generation_attempts set state = 'lost', ended_at = now();
      update generation_jobs set state = 'waiting', next_attempt_at = now() + interval '1 hour', attempts = 1`);
    const [lost] = await use.attempts(run.id);
    await fake.order({ do: 'release' });
    const client = new ComfyClient({ baseUrl: fake.url });
    await use.until('the prompt to end', async () => (await client.history(lost?.id ?? '')).kind === 'ended');
    await use.pass();
    await use.driver();
    expect(await use.ended(run.id)).toMatchObject([{ state: 'done', attempts: 1 }]);
    const states = async () => (await use.attempts(run.id)).map(({ state }) => state).join();
    await use.until('the second attempt to end', async () => (await states()) === 'succeeded,unsent');
    expect(fake.server.journal.prompts).toHaveLength(1);
    expect(await use.candidates(run.id)).toHaveLength(1);
  });

  it('are made by one driver for each server, and another takes over when that is gone', async () => {
    const { fake } = await use.server();
    const run = await use.run(4);
    const [first] = [await use.driver(), await use.driver()];
    await use.until('one candidate', async () => (await use.candidates(run.id)).length >= 1);
    await first.beforeApplicationShutdown();
    await use.until('four candidates', async () => (await use.candidates(run.id)).length === 4);
    const { prompts } = fake.server.journal;
    expect(prompts).toHaveLength(4);
    const sorted = [...prompts].sort((a, b) => a.number - b.number);
    for (const [i, prompt] of sorted.entries()) {
      const before = sorted[i - 1];
      // One in flight: the next came after the one before had ended.
      if (before) expect(Number(prompt.receivedAt)).toBeGreaterThanOrEqual(Number(before.endedAt));
    }
  });
});
