import { useApp, useLibrary } from '../support/use-app.spec-support.ts';
import { Ideas, type Suggestion } from './strategy.spec-support.ts';

describe('suggestions without a provider', () => {
  const app = useApp();
  const library = useLibrary(app);
  let ideas: Ideas;
  beforeAll(() => void (ideas = new Ideas(app)));
  const named = async (clusterId: string) => (await app.ok<{ name: string }>('get', `/clusters/${clusterId}`)).name;
  const runsOf = async (clusterId: string) =>
    (await app.ok<{ items: { id: string }[] }>('get', `/clusters/${clusterId}/runs`)).items;

  it('are templates, there at once, and marked as such', async () => {
    const { personaId, pillarId } = await ideas.pillar();
    const answer = await app.call('post', `/pillars/${pillarId}/suggestions`, { count: 3 });
    expect(answer.status).toBe(202);
    const { batchId } = answer.body as { batchId: string };
    const batch = await ideas.batch(batchId);
    expect(batch).toMatchObject({ state: 'done', source: 'template', error: null });
    expect(batch.suggestions).toHaveLength(3);
    for (const { description, source } of batch.suggestions) {
      expect(source).toBe('template');
      expect(description).toMatch(/^Template idea, made without AI\./);
    }
    const list = await app.ok<{ items: Suggestion[] }>(
      'get',
      `/personas/${personaId}/suggestions?state=pending&pillarId=${pillarId}`,
    );
    expect(list.items.map(({ id }) => id).sort()).toEqual(batch.suggestions.map(({ id }) => id).sort());
    expect(await app.ok('get', '/ai/status')).toMatchObject({ provider: 'none', model: null, callsLeft: 200 });
    expect((await app.ok<{ items: object[] }>('get', '/ai/calls')).items).toEqual([]);
  });

  it('are changed, and not after another change', async () => {
    const { id, updatedAt } = await ideas.idea();
    const changed = await app.ok<Suggestion>('patch', `/suggestions/${id}`, { title: 'Rain on glass' });
    expect(changed).toMatchObject({ title: 'Rain on glass', updatedBy: 'key:tester' });
    const late = app.call('patch', `/suggestions/${id}`, { title: 'Late' }).set('If-Match', `"${updatedAt}"`);
    expect((await late).status).toBe(412);
    for (const body of [{ title: '' }, { title: 'x'.repeat(81) }, { prompt: null }])
      expect((await app.call('patch', `/suggestions/${id}`, body)).body).toMatchObject({ code: 'validation_failed' });
  });

  it('become a cluster of their pillar and a run', async () => {
    const idea = await ideas.idea();
    const accepted = await ideas.accept(idea.id, { pipelineId: library.pipelineId });
    expect(accepted).toMatchObject({ status: 200, suggestionId: idea.id });
    const cluster = await app.ok('get', `/clusters/${accepted.clusterId}`);
    expect(cluster).toMatchObject({ name: idea.title, aiPrompt: idea.prompt, personaId: idea.personaId });
    expect(cluster).toMatchObject({ pillars: [{ id: idea.pillarId, isPrimary: true }] });
    const run = await app.ok('get', `/runs/${accepted.runId}`);
    expect(run).toMatchObject({ clusterId: accepted.clusterId, prompt: idea.prompt, pipelineId: library.pipelineId });
    expect(await ideas.accept(idea.id)).toEqual(accepted);
    expect((await app.call('post', `/suggestions/${idea.id}/acceptance`)).status).toBe(200);
  });

  it('become one cluster and one run also when they are accepted ten times at once', async () => {
    const idea = await ideas.idea();
    const body = { pipelineId: library.pipelineId };
    const answers = await Promise.all(Array.from({ length: 10 }, () => ideas.accept(idea.id, body)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const clusters = await app.ok<{ items: object[] }>('get', `/personas/${idea.personaId}/clusters`);
    expect(clusters.items).toHaveLength(1);
    expect(await runsOf((answers[0] as { clusterId: string }).clusterId)).toHaveLength(1);
  });

  it('get a run later, once a pipeline is named', async () => {
    const idea = await ideas.idea();
    const first = await ideas.accept(idea.id);
    expect(first).toMatchObject({ status: 200, runId: null });
    const later = await ideas.accept(idea.id, { pipelineId: library.pipelineId });
    expect(later).toMatchObject({ clusterId: first.clusterId, runId: expect.any(String) as string });
    expect(await ideas.accept(idea.id, { pipelineId: library.pipelineId })).toEqual(later);
    await app.ok('delete', `/runs/${later.runId}`);
    for (const body of [{}, { pipelineId: library.pipelineId }])
      expect(await ideas.accept(idea.id, body)).toMatchObject({ clusterId: first.clusterId, runId: null });
    expect(await runsOf(first.clusterId)).toEqual([]);
  });

  it('go into a cluster of their pillar, and into no other', async () => {
    const idea = await ideas.idea();
    const body = { name: 'Series', pillarId: idea.pillarId };
    const { id: clusterId } = await app.ok<{ id: string }>('post', `/personas/${idea.personaId}/clusters`, body);
    expect(await ideas.accept(idea.id, { clusterId: library.clusterId })).toMatchObject({ code: 'cluster_not_found' });
    expect(await ideas.accept(idea.id, { clusterId })).toMatchObject({ status: 200, clusterId });
  });

  it('whose name is taken get a number, up to nine', async () => {
    const { personaId, pillarId } = await ideas.pillar();
    const names: string[] = [];
    for (let n = 0; n < 10; n += 1) {
      const { suggestions } = await ideas.batch(await ideas.order(pillarId, { count: 1 }));
      const accepted = await ideas.accept((suggestions[0] as Suggestion).id, { clusterName: 'Rain' });
      names.push(accepted.code ?? (await named(accepted.clusterId)));
    }
    const numbered = [2, 3, 4, 5, 6, 7, 8, 9].map((n) => `Rain ${n}`);
    expect(names).toEqual(['Rain', ...numbered, 'name_taken']);
    const pending = await app.ok<{ items: object[] }>('get', `/personas/${personaId}/suggestions?state=pending`);
    expect(pending.items).toHaveLength(1);
  });

  it('become a cluster also under a title that is no name', async () => {
    const idea = await ideas.idea();
    await app.ok('patch', `/suggestions/${idea.id}`, { title: ' Cafe\u0301\nat dawn\t' });
    const { clusterId } = await ideas.accept(idea.id);
    expect(await named(clusterId)).toBe('Café at dawn');
  });

  it('differ when two batches are ordered at once', async () => {
    const { personaId, pillarId } = await ideas.pillar();
    await Promise.all([1, 2, 3].map(() => ideas.order(pillarId, { count: 3 })));
    const { items } = await app.ok<{ items: Suggestion[] }>('get', `/personas/${personaId}/suggestions`);
    expect(new Set(items.map(({ title }) => title)).size).toBe(9);
  });

  it('leave nothing behind when their pipeline does not exist', async () => {
    const idea = await ideas.idea();
    expect(await ideas.accept(idea.id, { pipelineId: idea.id })).toMatchObject({ code: 'pipeline_not_found' });
    const clusters = await app.ok<{ items: object[] }>('get', `/personas/${idea.personaId}/clusters`);
    expect(clusters.items).toEqual([]);
    expect((await ideas.accept(idea.id)).status).toBe(200);
  });

  it('that were decided stay as they are', async () => {
    const [rejected, accepted] = [await ideas.idea(), await ideas.idea()];
    const reject = (id: string) => app.call('post', `/suggestions/${id}/rejection`);
    expect((await reject(rejected.id)).body).toMatchObject({ state: 'rejected' });
    expect((await reject(rejected.id)).body).toMatchObject({ state: 'rejected' });
    await ideas.accept(accepted.id);
    const closed = { status: 409, body: { code: 'suggestion_closed' } };
    expect(await reject(accepted.id)).toMatchObject(closed);
    expect(await app.call('post', `/suggestions/${rejected.id}/acceptance`, {})).toMatchObject(closed);
    for (const { id } of [rejected, accepted])
      expect(await app.call('patch', `/suggestions/${id}`, { title: 'x' })).toMatchObject(closed);
  });

  it('are refused where the order is wrong', async () => {
    const { pillarId } = await ideas.pillar();
    const order = (body: object, id = pillarId) => app.call('post', `/pillars/${id}/suggestions`, body);
    for (const body of [{}, { count: 0 }, { count: 11 }, { count: 1, source: 'ai' }])
      expect((await order(body)).body).toMatchObject({ code: 'validation_failed' });
    expect((await order({ count: 1 }, library.clusterId)).body).toMatchObject({ code: 'pillar_not_found' });
    const foreign = await order({ count: 1, clusterId: library.clusterId });
    expect(foreign).toMatchObject({ status: 422, body: { code: 'cluster_not_found' } });
  });
});
