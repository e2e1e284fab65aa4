import { FakeAi, recordedAnswers, untilDeadline, type FakeAnswer } from '@trellis/testing';
import { RunningApp } from '../support/running-app.spec-support.ts';
import { everyText, Ideas } from './strategy.spec-support.ts';

const BUSY = { status: 503, headers: { 'retry-after': '0' }, body: {} };

describe('suggestions by a model', () => {
  const running: RunningApp[] = [];
  let fake: FakeAi;
  let openai: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    fake = await FakeAi.start();
    openai = await start('openai');
  });
  afterAll(async () => {
    for (const app of running) await app.stop();
    await fake.stop();
  });
  async function start(dialect: 'openai' | 'gemini', env: Record<string, string> = {}) {
    const app = await RunningApp.start({ env: { ...fake.settings(dialect), ...env } });
    running.push(app);
    return { app, ideas: new Ideas(app) };
  }

  describe('that answers', () => {
    let app: RunningApp;
    let ideas: Ideas;
    beforeAll(async () => ({ app, ideas } = await start('gemini')));

    it('are written with what the library knows, and recorded', async () => {
      fake.play();
      const guidelines = { topics: ['ropes'], avoidTopics: ['logos'], tone: 'calm' };
      const { personaId, pillarId } = await ideas.pillar({ description: 'Before the first ferry', guidelines });
      await app.ok('post', `/personas/${personaId}/clusters`, { name: 'Piers', pillarId, aiPrompt: 'a wooden pier' });
      const batch = await ideas.ended(await ideas.order(pillarId, { count: 3 }));
      expect(batch).toMatchObject({ state: 'done', source: 'ai', error: null, attempts: 1 });
      expect(batch.suggestions).toHaveLength(3);
      for (const word of ['Write 3 ideas', 'Harbor mornings', 'first ferry', 'ropes', 'logos', 'calm', 'a wooden pier'])
        expect(fake.calls[0]?.raw).toContain(word);
      const { items } = await app.ok<{ items: object[] }>('get', '/ai/calls');
      expect(items[0]).toMatchObject({
        purpose: 'suggestions',
        outcome: 'ok',
        actor: 'key:tester',
        provider: 'google',
      });
      expect(JSON.stringify(await app.ok('get', '/ai/status'))).not.toContain('fake-key');
    });

    it('are templates where a person wants them', async () => {
      fake.play();
      const { pillarId } = await ideas.pillar();
      const order = { count: 1, source: 'template' };
      expect(await ideas.batch(await ideas.order(pillarId, order))).toMatchObject({
        state: 'done',
        source: 'template',
      });
      expect(fake.calls).toHaveLength(0);
    });

    it.each<[name: string, script: FakeAnswer[], expected: object, calls: number]>([
      ['plain JSON', [recordedAnswers.plain], { state: 'done' }, 1],
      ['JSON in a fence', [recordedAnswers.fenced], { state: 'done' }, 1],
      ['another form', repeated(recordedAnswers.otherForm), { state: 'failed', error: { kind: 'invalid' } }, 2],
      ['broken JSON', repeated(recordedAnswers.brokenJson), { state: 'failed', error: { kind: 'not_json' } }, 2],
      ['no JSON', repeated(recordedAnswers.noJson), { state: 'failed', error: { kind: 'not_json' } }, 2],
      [
        'a text that is cut off',
        repeated(recordedAnswers.cutOff),
        { state: 'failed', error: { kind: 'truncated' } },
        2,
      ],
      ['a block', repeated(recordedAnswers.blocked), { state: 'failed', error: { kind: 'refused' } }, 1],
      ['429', repeated(recordedAnswers.exhausted), { state: 'failed', error: { kind: 'rate_limited' } }, 4],
      ['401', repeated({ status: 401, body: {} }), { state: 'failed', error: { kind: 'unauthorized' } }, 1],
      ['another dialect', repeated(recordedAnswers.ollama), { state: 'failed', error: { kind: 'not_json' } }, 2],
      ['503', repeated(BUSY), { state: 'failed', error: { kind: 'unavailable' } }, 4],
      ['503, then ideas', [BUSY, recordedAnswers.plain], { state: 'done', error: null }, 2],
      ['no JSON, then ideas', [recordedAnswers.noJson, recordedAnswers.plain], { state: 'done', error: null }, 2],
    ])('end as they should with %s', async (_name, script, expected, calls) => {
      fake.play(...script);
      const { pillarId } = await ideas.pillar();
      const batch = await ideas.ended(await ideas.order(pillarId, { count: 1 }));
      expect(batch).toMatchObject(expected);
      expect(batch.suggestions).toHaveLength(batch.state === 'done' ? 1 : 0);
      expect(fake.calls).toHaveLength(calls);
    });

    it('get twice the tokens after an answer that was cut off', async () => {
      fake.play(recordedAnswers.cutOff, recordedAnswers.plain);
      const { pillarId } = await ideas.pillar();
      await ideas.ended(await ideas.order(pillarId, { count: 1 }));
      const most = fake.calls.map(({ body }) => (body.generationConfig as { maxOutputTokens: number }).maxOutputTokens);
      expect(most).toEqual([900, 1_800]);
    });

    it('show why they wait, and until when; a second batch of the pillar is refused meanwhile', async () => {
      fake.play({ drops: true });
      const { pillarId } = await ideas.pillar();
      const batchId = await ideas.order(pillarId, { count: 1 });
      const waiting = await untilDeadline('the first attempt', async () => {
        const batch = await ideas.batch(batchId);
        return batch.nextAttemptAt && batch;
      });
      expect(waiting).toMatchObject({ state: 'queued', attempts: 1, error: { kind: 'unavailable' } });
      const second = await app.call('post', `/pillars/${pillarId}/suggestions`, { count: 1 });
      expect(second).toMatchObject({ status: 409, body: { code: 'batch_running' } });
      const template = { count: 1, source: 'template' };
      const third = await app.call('post', `/pillars/${pillarId}/suggestions`, template);
      expect(third).toMatchObject({ status: 409, body: { code: 'batch_running' } });
      expect(await ideas.ended(batchId)).toMatchObject({ state: 'done', attempts: 2, error: null });
    });

    it('are all refused when the policy refuses one, and the text is nowhere', async () => {
      const idea = { title: 'Quiet', description: 'A room.', prompt: 'a nude xylograph' };
      fake.play({ text: JSON.stringify([{ ...idea, prompt: 'a room' }, idea]) });
      const { personaId, pillarId } = await ideas.pillar();
      const batch = await ideas.ended(await ideas.order(pillarId, { count: 2 }));
      expect(batch).toMatchObject({ state: 'failed', error: { kind: 'policy' }, suggestions: [] });
      expect(batch.error?.detail).toContain('explicit');
      const answers = await Promise.all([
        ...['/ai/calls', `/personas/${personaId}/suggestions`, '/audit'].map((path) => app.call('get', path)),
        app.call('post', `/personas/${personaId}/clusters`, { name: 'x', aiPrompt: 'a nude xylograph' }),
      ]);
      for (const { text } of answers) expect(text).not.toContain('xylograph');
      expect(answers.at(-1)?.body).toMatchObject({ code: 'policy_blocked' });
      expect(await everyText(app)).not.toContain('xylograph');
    });
  });

  it.each([
    ['the own dialect of Ollama', { ...recordedAnswers.ollama, headers: { 'retry-after': '0' } }, 'unavailable', 4],
    ['its other one', { ...recordedAnswers.ollamaGenerate, headers: { 'retry-after': '0' } }, 'unavailable', 4],
    ['a page', { ...recordedAnswers.html, headers: { 'retry-after': '0' } }, 'unavailable', 4],
    ['a text that is cut off', { text: '{"suggestions": [', finish: 'length' }, 'truncated', 2],
    ['a refusal', { text: '', finish: 'content-filter' }, 'refused', 1],
  ] as [string, FakeAnswer, string, number][])(
    'by a server of the OpenAI dialect end with %s',
    async (_name, answer, kind, calls) => {
      const { ideas } = openai;
      fake.play(...repeated(answer));
      const { pillarId } = await ideas.pillar();
      expect(await ideas.ended(await ideas.order(pillarId, { count: 1 }))).toMatchObject({
        state: 'failed',
        error: { kind },
      });
      expect(fake.calls).toHaveLength(calls);
    },
  );

  it('make exactly as many calls as the day has', async () => {
    const { app, ideas } = await start('openai', { AI_MAX_CALLS_PER_DAY: '2' });
    fake.play();
    const pillars = await Promise.all(Array.from({ length: 5 }, () => ideas.pillar()));
    const ordered = await Promise.all(
      pillars.map(({ pillarId }) => app.call('post', `/pillars/${pillarId}/suggestions`, { count: 1 })),
    );
    const accepted = ordered.filter(({ status }) => status === 202);
    const batches = await Promise.all(accepted.map(({ body }) => ideas.ended((body as { batchId: string }).batchId)));
    expect(batches.filter(({ state }) => state === 'done')).toHaveLength(2);
    for (const { error } of batches.filter(({ state }) => state === 'failed')) expect(error?.kind).toBe('budget');
    expect(fake.calls).toHaveLength(2);
    const one = pillars[0] as { pillarId: string };
    const refused = await app.call('post', `/pillars/${one.pillarId}/suggestions`, { count: 1 });
    expect(refused).toMatchObject({ status: 429, body: { code: 'ai_budget_exhausted' } });
    expect(await app.ok('get', '/ai/status')).toMatchObject({
      provider: 'openai-compatible',
      model: 'fake',
      callsLeft: 0,
    });
  });
});

function repeated(answer: FakeAnswer): FakeAnswer[] {
  return Array.from({ length: 6 }, () => answer);
}
