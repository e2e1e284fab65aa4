import { setTimeout as pause } from 'node:timers/promises';
import type { RunningCommand } from '../support/process.spec-support.ts';
import { useFleet } from '../support/server-fleet.spec-support.ts';

const REQUESTS = 60;

describe('a client that repeats requests until they are answered', () => {
  const fleet = useFleet();

  it('has one run per request, although the server is killed repeatedly', async () => {
    let server: RunningCommand = await fleet.start({ ROLE: 'api' });
    await fleet.makeLibrary(server);
    const port = String(server.port);
    let answered = 0;
    let kills = 0;

    const ask = async (n: number) => {
      for (;;) {
        const answer = await fetch(`http://127.0.0.1:${port}/api/v1/runs`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${fleet.key}`,
            'content-type': 'application/json',
            'idempotency-key': `request ${n}`,
          },
          body: JSON.stringify({ pipelineId: fleet.pipelineId, name: `run ${n}` }),
        }).catch(() => undefined);
        if (answer?.status === 201) return ((await answer.json()) as { id: string }).id;
        await pause(20);
      }
    };
    const person = async (first: number) => {
      const ids: string[] = [];
      for (let n = first; n < REQUESTS; n += 3) {
        ids.push(await ask(n));
        answered += 1;
        await pause(30);
      }
      return ids;
    };
    const killer = async () => {
      while (answered < REQUESTS) {
        await pause(150 + 100 * (kills % 3));
        if (answered >= REQUESTS) return;
        kills += 1;
        server.signal('SIGKILL');
        await server.exited();
        server = await fleet.start({ ROLE: 'api', PORT: port });
      }
    };
    const [ids] = await Promise.all([Promise.all([0, 1, 2].map(person)), killer()]);
    expect(kills).toBeGreaterThan(1);
    const runs = await fleet.dataSource.query<{ id: string }[]>('select id from pipeline_runs');
    expect(runs.map(({ id }) => id).sort()).toEqual(ids.flat().sort());
  }, 120_000);
});
