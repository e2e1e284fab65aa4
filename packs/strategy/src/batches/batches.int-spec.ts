import { failureOf } from '@trellis/ai';
import { newId } from '@trellis/kernel';
import { PublishingModule } from '@trellis/publishing';
import { usePack } from '@trellis/testing/jest';
import { StrategyModule } from '../strategy.module.ts';
import { BatchRows, type LeasedBatch } from './batch-rows.ts';
import { BatchesService } from './batches.service.ts';
import { OrderBatchService } from './order-batch.service.ts';
import { SuggestionSweeper } from './suggestion-sweeper.ts';

const LETTER = `
  insert into pgboss.job (name, data, policy, source_name, output)
  values ('events.dead', jsonb_build_object('name', 'strategy.suggestions-due', 'event',
    jsonb_build_object('eventId', gen_random_uuid(), 'batchId', $1::text, 'attempt', 1)), 'standard', 'strategy.make-suggestions', '{}')`;
const IDEA = { title: 'Rain', description: 'A grey day.', prompt: 'rain on glass' };

describe('a batch of suggestions', () => {
  const pack = usePack([PublishingModule, StrategyModule]);
  const rows = () => pack.module.get(BatchRows);
  const read = (id: string) => pack.module.get(BatchesService).get(id);
  const sweep = () => pack.module.get(SuggestionSweeper).sweep();
  const query = <T>(sql: string, values: unknown[] = []) => pack.dataSource.query<T>(sql, values);

  async function pillar(): Promise<{ personaId: string; pillarId: string }> {
    const [personaId, pillarId] = [newId(), newId()];
    await query('insert into personas (id, name) values ($1, $2)', [personaId, `persona ${personaId}`]);
    await query(`insert into content_pillars (id, persona_id, name) values ($1, $2, 'Harbor')`, [pillarId, personaId]);
    return { personaId, pillarId };
  }

  async function queued(): Promise<string> {
    const id = newId();
    const { personaId, pillarId } = await pillar();
    await query(
      `insert into suggestion_batches (id, persona_id, pillar_id, wanted, source, created_by) values ($1, $2, $3, 1, 'ai', 'test')`,
      [id, personaId, pillarId],
    );
    return id;
  }

  it('is taken once, and again only when its worker has died', async () => {
    const id = await queued();
    const first = (await rows().claim(id, 1, false)) as LeasedBatch;
    expect(await rows().claim(id, 1, false)).toBeUndefined();
    const second = (await rows().claim(id, 1, true)) as LeasedBatch;
    expect([first, second].map(({ attempts, claim }) => [attempts, claim])).toEqual([
      [1, 1],
      [1, 2],
    ]);
    await rows().finish(first, [IDEA]);
    expect(await read(id)).toMatchObject({ state: 'running', suggestions: [] });
    await rows().finish(second, [IDEA]);
    expect(await read(id)).toMatchObject({ state: 'done', suggestions: [IDEA] });
    await rows().finish(second, [IDEA]);
    await rows().fail(second, failureOf('invalid'));
    expect(await read(id)).toMatchObject({ state: 'done', error: null });
    expect(await rows().claim(id, 1, true)).toBeUndefined();
  });

  it('is taken by each delivery of its event, also the third: an error becomes a dead letter, and takes no repetition', async () => {
    const id = await queued();
    for (const isRepeated of [false, true, true])
      expect(await rows().claim(id, 1, isRepeated)).toMatchObject({ attempts: 1, failures: {} });
  });

  it('is repeated by how often it failed in one way, whatever else failed before', async () => {
    const id = await queued();
    const kinds = ['unavailable', 'truncated', 'unavailable', 'invalid', 'unavailable', 'unavailable'] as const;
    for (const [n, kind] of kinds.entries()) {
      expect((await read(id)).state).toBe('queued');
      await rows().fail((await rows().claim(id, n + 1, false)) as LeasedBatch, failureOf(kind));
    }
    expect(await read(id)).toMatchObject({ state: 'failed', attempts: 6, error: { kind: 'unavailable' } });
  });

  it('is queued again with its error, once, and an event of an attempt that was made is obsolete', async () => {
    const id = await queued();
    const first = (await rows().claim(id, 1, false)) as LeasedBatch;
    await rows().fail(first, failureOf('rate_limited'));
    await rows().fail(first, failureOf('rate_limited'));
    expect(await read(id)).toMatchObject({ state: 'queued', attempts: 1, error: { kind: 'rate_limited' } });
    const jobs = `select start_after > now() + interval '3 seconds' as later from pgboss.job
      where name = 'strategy.make-suggestions' and data->'event'->>'batchId' = $1`;
    expect(await query(jobs, [id])).toEqual([{ later: true }]);
    expect(await rows().claim(id, 1, true)).toBeUndefined();
    expect(await rows().claim(id, 2, false)).toMatchObject({ attempts: 2, failures: { rate_limited: 1 } });
  });

  it('has failed ten minutes after its worker died', async () => {
    const [lost, alive] = [await queued(), await queued()];
    for (const id of [lost, alive]) await rows().claim(id, 1, false);
    await query(`update suggestion_batches set lease_until = now() - interval '1 second' where id = $1`, [lost]);
    await sweep();
    expect(await read(lost)).toMatchObject({ state: 'failed', error: { kind: 'unavailable' } });
    expect(await read(alive)).toMatchObject({ state: 'running', error: null });
  });

  it('has failed when its event became a dead letter, which is deleted', async () => {
    const id = await queued();
    await query(LETTER, [id]);
    await sweep();
    expect(await read(id)).toMatchObject({ state: 'failed', error: { kind: 'unavailable' } });
    expect(await query(`select 1 from pgboss.job where name = 'events.dead' and state = 'created'`)).toEqual([]);
  });

  it('has ideas that expire after thirty days', async () => {
    const { pillarId } = await pillar();
    const id = await pack.module.get(OrderBatchService).execute(pillarId, { count: 2 }, 'test');
    const [old, young] = (await read(id)).suggestions.map((suggestion) => suggestion.id);
    await query(`update suggestions set created_at = now() - interval '31 days' where id = $1`, [old]);
    await sweep();
    const states = (await read(id)).suggestions.map(({ id: of, state }) => [of, state]);
    expect(states).toEqual([
      [old, 'expired'],
      [young, 'pending'],
    ]);
  });

  it('forgets the texts of old calls, and keeps their hashes', async () => {
    const call = (days: number) =>
      query(
        `insert into ai_calls (id, purpose, provider, model, actor, prompt, answer, prompt_sha256, outcome, created_at)
         values (gen_random_uuid(), 'suggestions', 'google', 'm', 'a', 'question', 'answer', repeat('0', 64), 'ok',
           now() - $1 * interval '1 day')`,
        [days],
      );
    await call(91);
    await call(89);
    await sweep();
    const left = await query('select prompt, answer from ai_calls order by created_at');
    expect(left).toEqual([
      { prompt: null, answer: null },
      { prompt: 'question', answer: 'answer' },
    ]);
  });
});
