import { PersonasModule } from '@trellis/personas';
import { ClustersStandIn } from '@trellis/testing';
import { usePack } from '@trellis/testing/jest';
import { Recorder, recordedEvents } from '../events/recorded-events.spec-support.ts';
import { PipelineModule } from '../pipeline.module.ts';
import { aCandidate, aRun, noClusterLocks } from '../testing.ts';
import { CompleteRunService } from '../runs/complete-run.service.ts';
import { ChooseWinnerService } from './choose-winner.service.ts';

describe('choosing the winner', () => {
  const pack = usePack([PersonasModule, PipelineModule], {
    standIns: [ClustersStandIn],
    providers: [noClusterLocks, Recorder],
  });
  let complete: CompleteRunService;
  let winner: ChooseWinnerService;

  beforeAll(() => {
    complete = pack.module.get(CompleteRunService);
    winner = pack.module.get(ChooseWinnerService);
  });

  const events = (runId: string) => recordedEvents(pack, runId);

  it('records an event whenever the winner of the completed run changes, and none before', async () => {
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
