import { ContentPolicy, DomainError } from '@trellis/kernel';
import { aPersona } from '@trellis/personas/testing';
import { PipelineFacade } from '@trellis/pipeline';
import { aRun } from '@trellis/pipeline/testing';
import { StrictPolicy } from '@trellis/testing';
import { usePack } from '@trellis/testing/jest';
import { ClusteringModule } from '../clustering.module.ts';
import { aCluster } from '../testing.ts';
import { ClustersService } from './clusters.service.ts';

describe('the content policy', () => {
  const policy = new StrictPolicy();
  const pack = usePack([ClusteringModule], { overrides: [[ContentPolicy, policy]] });
  let personaId: string;
  beforeAll(async () => {
    personaId = (await aPersona(pack.dataSource.manager)).id;
  });
  beforeEach(() => policy.asked.splice(0));

  const rows = async (table: string) =>
    (await pack.dataSource.query<[{ n: number }]>(`select count(*)::int as n from ${table}`))[0].n;
  const refused = async (work: Promise<unknown>): Promise<DomainError> => {
    const error: unknown = await work.then(
      () => new Error('it was accepted'),
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof DomainError)) throw error;
    return error;
  };

  it('checks the prompt of a new cluster, for its persona, before anything is stored', async () => {
    const clusters = pack.module.get(ClustersService);
    const before = await rows('clusters');
    const error = await refused(clusters.create(personaId, { name: 'a', aiPrompt: 'forbidden light' }, 'test'));
    expect([error.code, error.kind, error.detail]).toEqual([
      'policy_blocked',
      'unprocessable',
      'aiPrompt breaks the content policy (test_word).',
    ]);
    expect(JSON.stringify(error.params)).not.toContain('forbidden light');
    expect(await rows('clusters')).toBe(before);
    expect(policy.asked).toEqual([[personaId, 'aiPrompt']]);
  });

  it('checks a changed prompt, and no unchanged one', async () => {
    const clusters = pack.module.get(ClustersService);
    const { id } = await aCluster(pack.dataSource.manager, { personaId });
    expect((await refused(clusters.update(id, { aiPrompt: 'forbidden' }, 'test'))).code).toBe('policy_blocked');
    await clusters.update(id, { name: 'renamed', aiPrompt: null }, 'test');
    expect(policy.asked).toHaveLength(1);
  });

  it('checks the prompt and every text of the variables of a run', async () => {
    const runs = pack.module.get(PipelineFacade, { strict: false });
    const { pipelineId } = await aRun(pack.dataSource.manager);
    const before = await rows('pipeline_runs');
    const variables = { seed: 7, subject: { main: 'a bowl', others: ['cups', 'forbidden cups'] } };
    const error = await refused(runs.createRun({ pipelineId, personaId, prompt: 'window light', variables }));
    expect(error.detail).toContain('variables.subject.others.1');
    expect(await rows('pipeline_runs')).toBe(before);
    expect(policy.asked.map(([, field]) => field)).toEqual([
      'prompt',
      'variables.subject.main',
      'variables.subject.others.0',
      'variables.subject.others.1',
    ]);
  });

  it('checks for the persona of the cluster when a run names only its cluster', async () => {
    const runs = pack.module.get(PipelineFacade, { strict: false });
    const { pipelineId } = await aRun(pack.dataSource.manager);
    const { id: clusterId } = await aCluster(pack.dataSource.manager, { personaId });
    await runs.createRun({ pipelineId, clusterId, prompt: 'window light' });
    expect(policy.asked).toEqual([[personaId, 'prompt']]);
  });
});
