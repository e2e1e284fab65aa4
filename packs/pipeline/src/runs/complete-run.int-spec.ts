import { jest } from '@jest/globals';
import { Outbox } from '@trellis/events';
import { PersonasModule } from '@trellis/personas';
import { ClustersStandIn } from '@trellis/testing';
import { usePack } from '@trellis/testing/jest';
import { Recorder, recordedEvents } from '../events/recorded-events.spec-support.ts';
import { PipelineModule } from '../pipeline.module.ts';
import { aCandidate, aRun, noClusterLocks } from '../testing.ts';
import { CompleteRunService } from './complete-run.service.ts';
import { PipelineRunEntity } from './pipeline-run.entity.ts';

describe('completing a run', () => {
  const pack = usePack([PersonasModule, PipelineModule], {
    standIns: [ClustersStandIn],
    providers: [noClusterLocks, Recorder],
  });
  let complete: CompleteRunService;

  beforeAll(() => {
    complete = pack.module.get(CompleteRunService);
  });
  afterEach(() => jest.restoreAllMocks());

  const events = (runId: string) => recordedEvents(pack, runId);
  const status = async (id: string) =>
    (await pack.dataSource.manager.findOneByOrFail(PipelineRunEntity, { id })).status;

  it('records the state of the run once after ten concurrent calls', async () => {
    const run = await aRun(pack.dataSource.manager);
    const candidate = await aCandidate(pack.dataSource.manager, run, { isWinner: true });
    await Promise.all(Array.from({ length: 10 }, () => complete.execute(run.id, 'test')));
    expect(await events(run.id)).toEqual([
      {
        eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        occurredAt: expect.stringMatching(/Z$/),
        runId: run.id,
        personaId: null,
        clusterId: null,
        winner: { candidateId: candidate.id, imagePath: candidate.imagePath },
      },
    ]);
  });

  it('does not complete a run whose event could not be recorded', async () => {
    const run = await aRun(pack.dataSource.manager);
    jest.spyOn(pack.module.get(Outbox), 'record').mockRejectedValue(new Error('the queue is gone'));
    await expect(complete.execute(run.id, 'test')).rejects.toThrow('the queue is gone');
    expect(await status(run.id)).toBe('pending');
    expect(await events(run.id)).toEqual([]);
  });
});
