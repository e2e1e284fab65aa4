import { FakeAi, type FakeAnswer } from '@trellis/testing';
import { RunningApp } from '../support/running-app.spec-support.ts';
import { everyText, Ideas } from './strategy.spec-support.ts';

const IDEA = '{"title": "Rain", "description": "Grey.", "prompt": "rain on glass"}';

describe('suggestions by a model', () => {
  let fake: FakeAi;
  let app: RunningApp;
  let ideas: Ideas;
  beforeAll(async () => {
    fake = await FakeAi.start();
    app = await RunningApp.start({ env: fake.settings('openai') });
    ideas = new Ideas(app);
  });
  afterAll(async () => {
    await app.stop();
    await fake.stop();
  });

  it.each<[string, FakeAnswer, string]>([
    [
      'beside its ideas',
      { text: '{"suggestions": [{"title": "A", "description": "b", "prompt": "c", "note": "a nude xylograph"}]}' },
      'done',
    ],
    [
      'in an idea more than was asked for',
      { text: `[${IDEA}, {"title": "A", "description": "b", "prompt": "a nude xylograph"}]` },
      'done',
    ],
    ['in an answer of no use', { text: 'Here is a nude xylograph.' }, 'failed'],
  ])('keep no text that the policy refuses %s', async (_name, answer, state) => {
    fake.play(answer, answer);
    const { pillarId } = await ideas.pillar();
    expect((await ideas.ended(await ideas.order(pillarId, { count: 1 }))).state).toBe(state);
    expect((await app.call('get', '/ai/calls')).text).not.toContain('xylograph');
    expect(await everyText(app)).not.toContain('xylograph');
  });

  it('are not asked for with prompts of an import that the policy refuses today', async () => {
    fake.play();
    const { personaId, pillarId } = await ideas.pillar();
    const { id } = await app.ok<{ id: string }>('post', `/personas/${personaId}/clusters`, { name: 'Piers', pillarId });
    await app.dataSource.query(`update clusters set ai_prompt = 'a nude xylograph' where id = $1`, [id]);
    expect(await ideas.ended(await ideas.order(pillarId, { count: 1 }))).toMatchObject({ state: 'done' });
    expect(fake.calls[0]?.raw).toContain('Piers');
    expect(fake.calls[0]?.raw).not.toContain('xylograph');
    await app.dataSource.query('update clusters set ai_prompt = null where id = $1', [id]);
  });
});
