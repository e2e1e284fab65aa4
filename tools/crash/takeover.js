import { join } from 'node:path';
import { untilDeadline } from '../../libs/kernel/src/until-deadline.ts';

const POINTS = ['file-read', 'put', 'head', 'before-commit', 'committed'];

/** Seconds from the death of the worker that holds a link, at each named point, until the other one has settled it. */
export async function measureTakeovers(system, actors, arm) {
  const seconds = {};
  for (const point of POINTS) {
    arm({ CRASH_POINT: point, CRASH_MARKER: join(system.folder, `died-at-${point}`) });
    const before = system.kills;
    for (const worker of system.workers) worker.kill();
    await untilDeadline('the workers to start anew', () => system.kills === before + 2, { seconds: 30 });
    await Promise.all(system.workers.map((worker) => worker.ready()));
    const runId = await oneRun(system, actors);
    await untilDeadline(`a worker to die at ${point}`, () => system.kills === before + 3, { seconds: 30 });
    const from = performance.now();
    await untilDeadline(`the link that died at ${point}`, () => settled(system, runId), { seconds: 60 });
    seconds[point] = (performance.now() - from) / 1000;
  }
  arm({});
  return seconds;
}

async function oneRun(system, actors) {
  const { client, pipelineId, stepId } = actors;
  const clusterId = actors.random.of(actors.clusters);
  const { id } = await client.call('POST', '/runs', { pipelineId, clusterId });
  const candidate = await client.call('POST', `/runs/${id}/candidates`, actors.form('file', stepId));
  await client.call('PUT', `/runs/${id}/winner`, { candidateId: candidate.id });
  await client.call('POST', `/runs/${id}/completion`);
  return id;
}

/** Linked, and its job no longer in anybody's hands. */
async function settled(system, runId) {
  const { rows } = await system.sql.query(
    `select 1 from cluster_links where run_id = $1 and state = 'linked' and not exists (
       select 1 from pgboss.job where name = 'clustering.link-winner' and state in ('created', 'retry', 'active') and data->'event'->>'runId' = $1::text)`,
    [runId],
  );
  return rows.length > 0;
}
