import { join } from 'node:path';
import { untilDeadline } from '@trellis/kernel/until-deadline';
import type { Actors } from './actors.ts';
import type { CrashPoint } from './server-process.ts';
import type { System } from './system.ts';

const POINTS = ['file-read', 'put', 'head', 'before-commit', 'committed'];

/** Seconds from the death of the worker with a link until another worker has settled it, at each named point. */
export async function measureTakeovers(
  system: System,
  actors: Actors,
  arm: (point: CrashPoint) => void,
): Promise<Record<string, number>> {
  const seconds: Record<string, number> = {};
  for (const point of POINTS) {
    arm({ CRASH_POINT: point, CRASH_MARKER: join(system.folder, `died-at-${point}`) });
    const before = system.kills;
    for (const worker of system.workers) worker.kill();
    await untilDeadline('the workers to start again', () => system.kills === before + 2, { seconds: 30 });
    await Promise.all(system.workers.map((worker) => worker.ready()));
    const runId = await oneRun(actors);
    await untilDeadline(`a worker to die at ${point}`, () => system.kills === before + 3, { seconds: 30 });
    const from = performance.now();
    await untilDeadline(`the link that died at ${point}`, () => settled(system, runId), { seconds: 60 });
    seconds[point] = (performance.now() - from) / 1000;
  }
  arm({});
  return seconds;
}

async function oneRun(actors: Actors): Promise<string> {
  const { client, pipelineId, stepId } = actors;
  const clusterId = actors.random.of(actors.clusters);
  const { id } = await client.need<{ id: string }>('POST', '/runs', { pipelineId, clusterId });
  const form = actors.form('file', stepId);
  const candidate = await client.need<{ id: string }>('POST', `/runs/${id}/candidates`, form);
  await client.call('PUT', `/runs/${id}/winner`, { candidateId: candidate.id });
  await client.call('POST', `/runs/${id}/completion`);
  return id;
}

/** Linked, and its job no longer waiting or active. */
async function settled(system: System, runId: string): Promise<boolean> {
  const { rows } = await system.sql.query(
    `select 1 from cluster_links where run_id = $1 and state = 'linked' and not exists (
       select 1 from pgboss.job where name = 'clustering.link-winner' and state in ('created', 'retry', 'active')
         and data->'event'->>'runId' = $1::text)`,
    [runId],
  );
  return rows.length > 0;
}
