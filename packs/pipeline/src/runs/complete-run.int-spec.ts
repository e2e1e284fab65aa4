import { jest } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { Outbox, Subscribe } from '@trellis/events';
import { RunCompletedEvent } from '../events/run-completed.event.ts';
import { PersonasModule } from '@trellis/personas';
import { ClustersStandIn, startPack, type RunningPack } from '@trellis/testing';
import { PipelineModule } from '../pipeline.module.ts';
import { aCandidate, aRun, noClusterLocks } from '../testing.ts';
import { ChooseWinnerService } from '../candidates/choose-winner.service.ts';
import { CompleteRunService } from './complete-run.service.ts';
import { PipelineRunEntity } from './pipeline-run.entity.ts';

/** An event without a subscription is recorded for no one: this one is never worked on. */
@Injectable()
class Recorder {
  @Subscribe(RunCompletedEvent, { as: 'test.recorder', concurrency: 1 })
  onRunCompleted(): Promise<void> {
    return Promise.resolve();
  }
}

describe('completing a run', () => {
  let pack: RunningPack;
  let complete: CompleteRunService;
  let winner: ChooseWinnerService;

  beforeAll(async () => {
    pack = await startPack([PersonasModule, PipelineModule], {
      standIns: [ClustersStandIn],
      providers: [noClusterLocks, Recorder],
    });
    complete = pack.module.get(CompleteRunService);
    winner = pack.module.get(ChooseWinnerService);
  });
  afterAll(() => pack.close());
  afterEach(() => jest.restoreAllMocks());

  const events = async (runId: string) => {
    const rows = await pack.dataSource.query<{ event: object }[]>(
      `select data->'event' as event from pgboss.job where data->'event'->>'runId' = $1 order by created_on, id`,
      [runId],
    );
    return rows.map(({ event }) => event);
  };
  const status = async (id: string) =>
    (await pack.dataSource.manager.findOneByOrFail(PipelineRunEntity, { id })).status;

  it('records once how the run stands, though it is asked for ten times at once', async () => {
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

  it('is told again whenever the winner of the completed run changes, and not before', async () => {
    const run = await aRun(pack.dataSource.manager);
    const [first, second] = [
      await aCandidate(pack.dataSource.manager, run),
      await aCandidate(pack.dataSource.manager, run),
    ];
    await winner.choose(run.id, first.id, 'test');
    expect(await events(run.id)).toHaveLength(0);
    await complete.execute(run.id, 'test');
    await winner.choose(run.id, second.id, 'test');
    await winner.choose(run.id, second.id, 'test');
    await winner.unset(run.id, 'test');
    await winner.unset(run.id, 'test');
    const winners = (await events(run.id)).map(
      (event) => (event as { winner: { candidateId: string } | null }).winner?.candidateId ?? null,
    );
    expect(winners).toEqual([first.id, second.id, null]);
  });

  it('refuses a winner that is rejected, and any winner of a failed run', async () => {
    const run = await aRun(pack.dataSource.manager);
    const rejected = await aCandidate(pack.dataSource.manager, run, { status: 'rejected' });
    await expect(winner.choose(run.id, rejected.id, 'test')).rejects.toMatchObject({ code: 'candidate_rejected' });
    await pack.dataSource.query(`update pipeline_runs set status = 'failed' where id = $1`, [run.id]);
    await expect(winner.unset(run.id, 'test')).rejects.toMatchObject({ code: 'run_closed' });
  });
});
