import { ContentPolicy, newId } from '@trellis/kernel';
import { PersonasModule } from '@trellis/personas';
import { aPersona } from '@trellis/personas/testing';
import { ClustersStandIn, StrictPolicy } from '@trellis/testing';
import { usePack } from '@trellis/testing/jest';
import { PipelineModule } from '../pipeline.module.ts';
import { aRun, noClusterLocks } from '../testing.ts';
import { RunsService } from './runs.service.ts';

describe('the content policy of a run that changes', () => {
  const policy = new StrictPolicy();
  const pack = usePack([PersonasModule, PipelineModule], {
    standIns: [ClustersStandIn],
    providers: [noClusterLocks],
    overrides: [[ContentPolicy, policy]],
  });
  let runs: RunsService;
  let personaId: string;

  beforeAll(async () => {
    runs = pack.module.get(RunsService);
    personaId = (await aPersona(pack.dataSource.manager)).id;
  });

  it('checks changed texts of a run, and all texts when the run gets another persona', async () => {
    const { id } = await aRun(pack.dataSource.manager, {
      prompt: 'window light',
      variables: { subject: 'forbidden cups' },
    });
    await runs.update(id, { name: 'renamed' }, 'test');
    expect(policy.asked).toEqual([]);
    await runs.update(id, { prompt: 'evening light' }, 'test');
    expect(policy.asked).toEqual([[null, 'prompt']]);
    const clusterId = newId();
    await pack.dataSource.query(`insert into clusters (id, persona_id, name) values ($1, $2, 'a')`, [
      clusterId,
      personaId,
    ]);
    await expect(runs.update(id, { clusterId }, 'test')).rejects.toMatchObject({
      code: 'policy_blocked',
      detail: expect.stringContaining('variables.subject'),
    });
    expect(policy.asked.slice(1)).toEqual([
      [personaId, 'prompt'],
      [personaId, 'variables.subject'],
    ]);
    expect((await runs.get(id)).clusterId).toBeNull();
  });
});
