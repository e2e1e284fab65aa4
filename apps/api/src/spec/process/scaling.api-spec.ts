import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '@trellis/database';
import { ScoreCheck } from '@trellis/pipeline/testing';
import { untilDeadline } from '@trellis/testing';
import type { RunningCommand } from '../support/process.spec-support.ts';
import { useFleet } from '../support/server-fleet.spec-support.ts';

const RUNS = 90;

describe('two API and three worker processes on one database', () => {
  const fleet = useFleet();
  let apis: RunningCommand[];
  let workers: RunningCommand[];

  beforeAll(async () => {
    apis = [await fleet.start({ ROLE: 'api' }), await fleet.start({ ROLE: 'api' })];
    workers = [];
    for (let i = 0; i < 3; i += 1) workers.push(await fleet.start({ ROLE: 'worker' }));
    await fleet.makeLibrary(apis[0] as RunningCommand);
  }, 120_000);

  const linkedBy = async (worker: RunningCommand) => {
    const text = await (await fetch(`${worker.base}/metrics`)).text();
    return Number(/^trellis_link_seconds_count (\d+)$/m.exec(text)?.[1]);
  };

  it('share the work: no worker is idle while another has a backlog', async () => {
    const runs: string[] = [];
    for (let i = 0; i < RUNS; i += 1) runs.push(await fleet.aRun(apis[i % 2] as RunningCommand));
    fleet.store.before = async (method) => {
      if (method === 'PUT') await pause(200);
    };
    for (const [i, runId] of runs.entries())
      await (apis[i % 2] as RunningCommand).call('POST', `/runs/${runId}/completion`, {});
    const state = `select count(*)::int as n from cluster_links where state = 'linked'`;
    await untilDeadline('all links', async () => (await fleet.dataSource.query(state))[0].n === RUNS, { seconds: 40 });
    const shares = await Promise.all(workers.map(linkedBy));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(RUNS);
    for (const share of shares) expect(share).toBeGreaterThan(RUNS / 6);
  }, 90_000);

  it('share their data: what one API writes, the other reads', async () => {
    const [first, second] = apis as [RunningCommand, RunningCommand];
    const { id } = await first.call<{ id: string }>('POST', '/personas', { name: 'written by one' });
    expect(await second.call('GET', `/personas/${id}`)).toMatchObject({ name: 'written by one' });
  });

  it('count the votes of one run one by one, on any API', async () => {
    const [first, second] = apis as [RunningCommand, RunningCommand];
    const { id: runId } = await first.call<{ id: string }>('POST', '/runs', { pipelineId: fleet.pipelineId });
    const ids: string[] = [];
    for (let i = 0; i < 12; i += 1) ids.push(await fleet.aCandidate(first, runId));
    const pairs = ids.flatMap((a, i) => ids.slice(i + 1).map((b) => ({ candidateA: a, candidateB: b, outcome: 'a' })));
    await Promise.all(pairs.map((vote, i) => (i % 2 ? first : second).call('POST', `/runs/${runId}/votes`, vote)));
    expect(await new ScoreCheck(new Database(fleet.dataSource)).check(runId)).toEqual([]);
    const sum = 'select sum(vote_count)::int as votes from image_candidates where run_id = $1';
    expect(await fleet.dataSource.query(sum, [runId])).toEqual([{ votes: pairs.length * 2 }]);
  });

  it('refuse a revoked key everywhere within a second', async () => {
    const [first, second] = apis as [RunningCommand, RunningCommand];
    const { id, key } = await first.call<{ id: string; key: string }>('POST', '/keys', { name: 'x', role: 'viewer' });
    const statusAt = async (server: RunningCommand) =>
      (await fetch(`${server.base}/api/v1/personas`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect([await statusAt(first), await statusAt(second)]).toEqual([200, 200]);
    await first.send('DELETE', `/keys/${id}`);
    await untilDeadline('both to refuse it', async () => (await statusAt(second)) === 401, { seconds: 1 });
    expect(await statusAt(first)).toBe(401);
  });
});
