import { FakeComfy, untilDeadline } from '@trellis/testing';
import { ServerFleet } from '../support/server-fleet.spec-support.ts';
import type { RunningCommand } from '../support/process.spec-support.ts';
import { threeSteps } from './generation.spec-support.ts';

interface Named {
  id: string;
}
interface Generation {
  waitingFor: string | null;
  state: string;
}
interface Pairs {
  pair: { a: Named; b: Named } | null;
}

/** From a run that generates to a public photo, with a worker that is killed on the way. */
describe('three steps on ComfyUI', () => {
  const fleet = new ServerFleet();
  let fake: FakeComfy;
  let api: RunningCommand;

  beforeAll(async () => {
    await fleet.prepare();
    fake = await FakeComfy.start({ speed: 'real' });
    api = await fleet.start({ ROLE: 'api' });
    await fleet.makeLibrary(api);
  }, 120_000);
  afterAll(async () => {
    await fleet.stop();
    await fake.stop();
  }, 60_000);

  const worker = () => fleet.start({ ROLE: 'worker', COMFYUI_URL: fake.url });

  it('end in a winner and a public photo, although the worker is killed twice', async () => {
    const { id: pipelineId } = await api.call<Named>('POST', '/pipelines', { name: 'three', steps: threeSteps });
    const { id } = await api.call<Named>('POST', `/clusters/${fleet.clusterId}/runs`, { pipelineId });
    await api.call('POST', `/runs/${id}/generation`, { maxChildren: 3 });
    let driver = await worker();
    let kills = 0;
    const waits = () =>
      untilDeadline(
        'the generation to wait for a person',
        async () => {
          const { waitingFor, state } = await api.call<Generation>('GET', `/runs/${id}/generation`);
          expect(state).toBe('on');
          const isMaking = fake.server.remaining > 0;
          if (isMaking && kills < 2) {
            driver.signal('SIGKILL');
            await driver.exited();
            kills += 1;
            driver = await worker();
          }
          return (waitingFor === 'approval' || waitingFor === 'complete') && waitingFor;
        },
        { seconds: 150, everyMs: 50 },
      );
    for (;;) {
      const waitingFor = await waits();
      for (;;) {
        const { pair } = await api.call<Pairs>('GET', `/runs/${id}/next-pair`);
        if (!pair) break;
        await api.call('POST', `/runs/${id}/votes`, { candidateA: pair.a.id, candidateB: pair.b.id, outcome: 'a' });
      }
      if (waitingFor === 'complete') break;
      const steps = await api.call<{ stepId: string; approvedAt: string | null }[]>('GET', `/runs/${id}/steps`);
      const next = steps.find(({ approvedAt }) => approvedAt === null);
      await api.call('POST', `/runs/${id}/steps/${next?.stepId}/approval`, { topK: 1 });
    }
    expect(kills).toBe(2);
    const { items } = await api.call<{ items: Named[] }>('GET', `/runs/${id}/candidates?sort=elo`);
    expect(items).toHaveLength(9);
    expect(fake.server.journal.prompts.filter(({ state }) => state === 'success')).toHaveLength(9);
    await api.call('PUT', `/runs/${id}/winner`, { candidateId: items[0]?.id });
    await api.call('POST', `/runs/${id}/completion`);
    const url = await untilDeadline('the public picture', async () => {
      const { photoId } = await api.call<{ photoId: string | null }>('GET', `/runs/${id}/link`);
      if (!photoId) return undefined;
      const photo = await api.call<{ url: string | null; readiness: { state: string } }>('GET', `/photos/${photoId}`);
      return photo.readiness.state === 'ready' && photo.url;
    });
    expect(url).toMatch(/^https?:\/\/.+\.jpg$/);
  }, 300_000);
});
