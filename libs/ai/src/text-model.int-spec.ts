import { FakeAi, recordedAnswers, StrictPolicy, type Dialect, type FakeAnswer } from '@trellis/testing';
import { startPack, type RunningPack } from '@trellis/testing';
import { AiModule, repeatAfter, TextModel, type TextQuestion } from './index.ts';

interface Idea {
  title: string;
}

const isIdea = (json: unknown): json is Idea => typeof (json as Partial<Idea>).title === 'string';
const question = (fields: Partial<TextQuestion<Idea>> = {}): TextQuestion<Idea> => ({
  purpose: 'suggestions',
  system: 'You write ideas.',
  prompt: 'Write 1 idea.',
  schema: {
    type: 'object',
    properties: { title: { type: 'string' } },
    required: ['title'],
    additionalProperties: false,
  },
  read: (json) => (isIdea(json) ? json : undefined),
  maxTokens: 1_000,
  temperature: 0.8,
  actor: 'key:tester',
  personaId: null,
  policy: new StrictPolicy(),
  texts: [],
  textsOf: ({ title }) => [{ field: 'title', text: title }],
  ...fields,
});

describe('a text model', () => {
  const running: RunningPack[] = [];
  let fake: FakeAi;
  beforeAll(async () => void (fake = await FakeAi.start()));
  afterAll(async () => {
    for (const pack of running) await pack.close();
    await fake.stop();
  });

  async function start(dialect: Dialect | 'none', env: Record<string, string> = {}): Promise<RunningPack> {
    const settings = dialect === 'none' ? {} : fake.settings(dialect);
    const pack = await startPack([AiModule], { env: { ...settings, ...env } });
    running.push(pack);
    return pack;
  }
  const ask = (pack: RunningPack, fields: Partial<TextQuestion<Idea>> = {}) =>
    pack.module.get(TextModel).generate(question(fields));
  const calls = (pack: RunningPack) =>
    pack.dataSource.query<Record<string, unknown>[]>('select * from ai_calls order by created_at, id');

  describe.each(['openai', 'gemini'] as const)('that speaks %s', (dialect) => {
    let pack: RunningPack;
    beforeAll(async () => void (pack = await start(dialect)));

    it.each<[name: string, answer: FakeAnswer, expected: object]>([
      ['plain JSON', { text: '{"title": "Rain"}' }, { ok: true, value: { title: 'Rain' } }],
      ['JSON in a fence', { text: '```json\n{"title": "Rain"}\n```' }, { ok: true, value: { title: 'Rain' } }],
      ['JSON in sentences', { text: 'Here: {"title": "Rain"}. Enjoy!' }, { ok: true, value: { title: 'Rain' } }],
      ['no JSON', { text: 'A quiet harbour.' }, { ok: false, kind: 'not_json' }],
      ['another form', { text: '{"name": "Rain"}' }, { ok: false, kind: 'invalid' }],
      ['a text that was cut off', { text: '{"title": "Ra', finish: 'length' }, { ok: false, kind: 'truncated' }],
      ['a complete text at the limit', { text: '{"title": "R"}', finish: 'length' }, { ok: false, kind: 'truncated' }],
      ['a refusal', { text: '', finish: 'content-filter' }, { ok: false, kind: 'refused' }],
      ['401', { status: 401, body: {} }, { ok: false, kind: 'unauthorized' }],
      ['403', { status: 403, body: {} }, { ok: false, kind: 'unauthorized' }],
      [
        '429',
        { status: 429, headers: { 'retry-after': '7' }, body: {} },
        { ok: false, kind: 'rate_limited', retryAfter: 7 },
      ],
      ['500', { status: 500, body: {} }, { ok: false, kind: 'unavailable' }],
      ['404', { status: 404, body: {} }, { ok: false, kind: 'unavailable' }],
      ['HTML', recordedAnswers.html, { ok: false, kind: 'unavailable' }],
      ['a connection that ends', { drops: true }, { ok: false, kind: 'unavailable' }],
      ['an answer of 2 MB', { body: 'x'.repeat(2_000_000) }, { ok: false, kind: 'unavailable' }],
      ['a text of the policy', { text: '{"title": "forbidden"}' }, { ok: false, kind: 'policy' }],
    ])('answers %s with one call', async (_name, answer, expected) => {
      fake.play(answer);
      expect(await ask(pack)).toMatchObject(expected);
      expect(fake.calls).toHaveLength(1);
      expect(fake.calls[0]?.authorization).toContain('fake-key-0123456789');
    });

    it('ends a call after its time', async () => {
      fake.play({ hangs: true });
      expect(await ask(pack, { timeoutMs: 200 })).toMatchObject({ ok: false, kind: 'timeout' });
    });

    it('records each call: its texts, tokens and outcome, without a text that the policy refuses', async () => {
      await pack.dataSource.query('delete from ai_calls');
      fake.play({ text: '{"title": "Rain"}' }, { text: '{"title": "forbidden word"}' });
      await ask(pack);
      await ask(pack);
      await ask(pack, { prompt: 'forbidden question', texts: [{ field: 'prompt', text: 'forbidden question' }] });
      expect(fake.calls).toHaveLength(2);
      const [ok, after, before] = await calls(pack);
      expect(ok).toMatchObject({ outcome: 'ok', answer: '{"title": "Rain"}', input_tokens: 321, output_tokens: 88 });
      expect(ok).toMatchObject({ purpose: 'suggestions', model: 'fake', actor: 'key:tester' });
      expect(ok?.prompt).toContain('Write 1 idea.');
      for (const call of [after, before]) expect(call).toMatchObject({ outcome: 'policy', prompt: null, answer: null });
      expect(after?.answer_sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(JSON.stringify(await calls(pack))).not.toContain('forbidden');
    });
  });

  it('ends the recorded answers of Gemini as the table has it', async () => {
    const pack = await start('gemini');
    const kinds: unknown[] = [];
    for (const answer of Object.values(recordedAnswers)) {
      fake.play(answer);
      const got = await ask(pack);
      kinds.push(got.ok ? 'ok' : got.kind);
    }
    const [plain, fenced, otherForm, broken, noJson, cutOff, blocked, exhausted] = kinds;
    expect([plain, fenced, otherForm, broken, noJson]).toEqual(['ok', 'ok', 'invalid', 'not_json', 'not_json']);
    expect([cutOff, blocked, exhausted]).toEqual(['truncated', 'refused', 'rate_limited']);
  });

  it('finds no use for an answer in the own dialect of Ollama', async () => {
    fake.play(recordedAnswers.ollama);
    expect(await ask(await start('openai'))).toMatchObject({ ok: false, kind: 'unavailable' });
  });

  it('is given the schema by the API, or by the prompt', async () => {
    const [schema, json] = [await start('openai', { AI_STRUCTURED: 'schema' }), await start('openai')];
    fake.play();
    await ask(schema);
    await ask(json);
    const [asked, written] = fake.calls;
    expect(JSON.stringify(asked?.body.response_format)).toContain('json_schema');
    expect(written?.body.response_format).toBeUndefined();
    expect(written?.raw).toContain('JSON Schema');
    fake.play();
    await ask(await start('gemini'));
    expect(fake.calls[0]?.raw).toContain('responseJsonSchema');
  });

  it('makes exactly as many calls as the day has, also at the same moment', async () => {
    const pack = await start('openai', { AI_MAX_CALLS_PER_DAY: '2' });
    fake.play(...Array.from({ length: 5 }, () => ({ text: '{"title": "Rain"}' })));
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(pack)));
    expect(await pack.module.get(TextModel).unready()).toMatchObject({ kind: 'budget' });
    expect(fake.calls).toHaveLength(2);
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.kind)).sort()).toEqual([
      'budget',
      'budget',
      'budget',
      'ok',
      'ok',
    ]);
  });

  it('never uses more tokens than the day has, and gives back what was not used', async () => {
    const pack = await start('openai', { AI_MAX_TOKENS_PER_DAY: '1000' });
    const tokens = async () =>
      (await pack.dataSource.query<{ tokens: number }[]>('select tokens from ai_budget_days'))[0]?.tokens;
    fake.play({ text: '{"title": "Rain"}' }, { status: 500, body: {} }, { text: '{"title": "Rain"}' });
    await ask(pack);
    expect(await tokens()).toBe(409);
    expect(fake.calls[0]?.body.max_tokens).toBeLessThan(1_000);
    await ask(pack);
    expect(await tokens()).toBe(409);
    await ask(pack);
    expect(await tokens()).toBe(818);
    expect(await ask(pack)).toMatchObject({ kind: 'budget' });
    expect(fake.calls).toHaveLength(3);
  });

  it('without a provider asks none', async () => {
    const pack = await start('none');
    expect(await pack.module.get(TextModel).unready()).toMatchObject({ kind: 'not_configured' });
    expect(await ask(pack)).toMatchObject({ ok: false, kind: 'not_configured' });
    expect(await calls(pack)).toEqual([]);
  });
});

describe('a failed call', () => {
  it.each([
    ['rate_limited', [5, 20, 60, undefined]],
    ['unavailable', [5, 20, 60, undefined]],
    ['timeout', [5, 20, undefined]],
    ['truncated', [0, undefined]],
    ['not_json', [0, undefined]],
    ['invalid', [0, undefined]],
    ['unauthorized', [undefined]],
    ['refused', [undefined]],
    ['budget', [undefined]],
    ['policy', [undefined]],
    ['not_configured', [undefined]],
  ] as const)('%s is repeated after %p seconds', (kind, waits) => {
    const failure = { ok: false, kind, detail: '' } as const;
    expect(waits.map((_, n) => repeatAfter(failure, n + 1))).toEqual(waits);
  });

  it('waits as long as the provider asks, ten minutes at most', () => {
    const after = (retryAfter: number) => repeatAfter({ ok: false, kind: 'rate_limited', detail: '', retryAfter }, 1);
    expect([after(2), after(0), after(86_400)]).toEqual([2, 0, 600]);
  });
});
