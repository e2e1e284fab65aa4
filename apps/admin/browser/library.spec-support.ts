import { readFile } from 'node:fs/promises';
import { drawPictures } from './pictures.spec-support.ts';
import { eventually, type AdminServer } from './server.spec-support.ts';

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
  await uploadCandidates(server, runId, pipeline.steps[0].id, drawPictures(candidates));
  return { personaId, pillarId, clusterId, pipelineId: pipeline.id, runId };
}

let accounts = 0;

/** A manual account with a slot, and a scheduled post of a ready photo on it. */
export async function aPost(
  server: AdminServer,
  { personaId }: Library,
  photoId: string,
  localTime = '2031-03-12T18:30',
) {
  const account = { provider: 'manual', name: `by hand ${(accounts += 1)}`, timeZone: 'Europe/Berlin' };
  const { id: accountId } = await server.api<Named>('POST', `/personas/${personaId}/accounts`, account);
  await server.api('PUT', `/accounts/${accountId}/slots`, { slots: [{ weekday: 5, localTime: '07:00' }] });
  const body = { accountId, photoIds: [photoId], caption: 'Dusk at the quay' };
  const { id: postId } = await server.api<Named>('POST', '/posts', body);
  await server.api('POST', `/posts/${postId}/schedule`, { localTime });
  return { accountId, postId };
}

interface Candidates {
  items: { id: string }[];
}

/** A photo that can be posted, made of the winner of a run of its own. */
export async function aReadyPhoto(server: AdminServer, { clusterId, pipelineId }: Library): Promise<string> {
  const body = { pipelineId };
  const { id: runId } = await server.api<Named>('POST', `/clusters/${clusterId}/runs`, body);
  const { steps } = await server.api<{ steps: [Named] }>('GET', `/pipelines/${pipelineId}`);
  await uploadCandidates(server, runId, steps[0].id, drawPictures(1));
  const { items } = await server.api<Candidates>('GET', `/runs/${runId}/candidates`);
  await server.api('PUT', `/runs/${runId}/winner`, { candidateId: items[0]?.id });
  await server.api('POST', `/runs/${runId}/completion`);
  return eventually('the photo to be ready', async () => {
    const { photoId } = await server.api<{ photoId: string | null }>('GET', `/runs/${runId}/link`);
    if (!photoId) return undefined;
    const { readiness } = await server.api<{ readiness: { state: string } }>('GET', `/photos/${photoId}`);
    return readiness.state === 'ready' ? photoId : undefined;
  });
}

async function uploadCandidates(server: AdminServer, runId: string, stepId: string, files: readonly string[]) {
  for (const file of files) {
    const form = new FormData();
    form.append('stepId', stepId);
    form.append('file', new Blob([await readFile(file)], { type: 'image/png' }), 'candidate.png');
    await server.api('POST', `/runs/${runId}/candidates`, form);
  }
}
