import { readFile } from 'node:fs/promises';
import { drawPictures } from './pictures.spec-support.ts';
import type { AdminServer } from './server.spec-support.ts';

interface Named {
  id: string;
}

export interface Library {
  personaId: string;
  pillarId: string;
  clusterId: string;
  pipelineId: string;
  runId: string;
}

/** A persona with a pillar, a cluster, and an open run with candidates, made over the API. */
export async function aLibrary(server: AdminServer, { candidates = 4, name = 'north quay' } = {}): Promise<Library> {
  const { id: personaId } = await server.api<Named>('POST', '/personas', { name });
  const { id: pillarId } = await server.api<Named>('POST', `/personas/${personaId}/pillars`, {
    name: 'Daily',
    weight: 40,
  });
  const cluster = { name: 'Morning coffee', pillarId };
  const { id: clusterId } = await server.api<Named>('POST', `/personas/${personaId}/clusters`, cluster);
  const steps = [{ name: 'Base', position: 1, workflowTemplate: '{}' }];
  const pipeline = await server.api<Named & { steps: [Named] }>('POST', '/pipelines', { name: 'still life', steps });
  const body = { pipelineId: pipeline.id, name: 'study 1' };
  const { id: runId } = await server.api<Named>('POST', `/clusters/${clusterId}/runs`, body);
  for (const file of drawPictures(candidates)) {
    const form = new FormData();
    form.append('stepId', pipeline.steps[0].id);
    form.append('file', new Blob([await readFile(file)], { type: 'image/png' }), 'candidate.png');
    await server.api('POST', `/runs/${runId}/candidates`, form);
  }
  return { personaId, pillarId, clusterId, pipelineId: pipeline.id, runId };
}
