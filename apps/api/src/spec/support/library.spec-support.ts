import { mkdir } from 'node:fs/promises';
import { aPng } from '@trellis/testing';
import type { RunningApp } from './running-app.spec-support.ts';

interface Named {
  id: string;
}

export interface Library {
  personaId: string;
  pillarId: string;
  clusterId: string;
  pipelineId: string;
  stepId: string;
}

let serial = 0;

/** A persona with a pillar, a cluster for the pillar, and a pipeline with one step, created over the API. */
export async function aLibrary(app: RunningApp): Promise<Library> {
  serial += 1;
  const { id: personaId } = await app.ok<Named>('post', '/personas', { name: `persona ${serial}` });
  const { id: pillarId } = await app.ok<Named>('post', `/personas/${personaId}/pillars`, { name: 'Daily', weight: 40 });
  const { id: clusterId } = await app.ok<Named>('post', `/personas/${personaId}/clusters`, {
    name: 'Coffee',
    pillarId,
  });
  const steps = [{ name: 'Base', position: 1, workflowTemplate: '{"seed": {{auto_seed}}}' }];
  const pipeline = await app.ok<Named & { steps: [Named] }>('post', '/pipelines', { name: 'still_life', steps });
  await mkdir(app.config.CANDIDATE_ROOTS[0] as string, { recursive: true });
  return { personaId, pillarId, clusterId, pipelineId: pipeline.id, stepId: pipeline.steps[0].id };
}

export interface PreparedRun {
  runId: string;
  candidateIds: string[];
  files: { path: string; bytes: Buffer }[];
}

/** A run with candidates of different images; the first is the winner. */
export async function aPreparedRun(
  app: RunningApp,
  library: Library,
  { candidates = 1, inCluster = true, winner = true } = {},
): Promise<PreparedRun> {
  const body = { pipelineId: library.pipelineId, ...(inCluster && { clusterId: library.clusterId }) };
  const { id: runId } = await app.ok<Named>('post', '/runs', body);
  const files = [];
  const candidateIds = [];
  for (let i = 0; i < candidates; i += 1) {
    const bytes = await aPng();
    const path = await app.file(`${runId}-${i}.png`, bytes);
    files.push({ path, bytes });
    candidateIds.push(
      (await app.ok<Named>('post', `/runs/${runId}/candidates`, { stepId: library.stepId, imagePath: path })).id,
    );
  }
  if (winner) await app.ok('put', `/runs/${runId}/winner`, { candidateId: candidateIds[0] });
  return { runId, candidateIds, files };
}

/** A prepared run, completed and linked, with its photo's id. */
export async function aLinkedRun(
  app: RunningApp,
  library: Library,
  options = {},
): Promise<PreparedRun & { photoId: string }> {
  const run = await aPreparedRun(app, library, options);
  await app.ok('post', `/runs/${run.runId}/completion`);
  const { photoId } = await app.settled(run.runId);
  if (!photoId) throw new Error('the run was not linked');
  return { ...run, photoId };
}
