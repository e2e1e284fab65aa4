// The main job with the client of openapi-typescript and openapi-fetch: from a persona to the photo of a winner.
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import createClient from 'openapi-fetch';
import { base, headers, images } from './connection.ts';
import type { paths } from './generated/openapi-typescript.ts';

const client = createClient<paths>({ baseUrl: base, headers });

interface Answer<T> {
  data?: T;
  error?: { code: string; detail: string };
}
function must<T>({ data, error }: Answer<T>): T {
  if (error !== undefined || data === undefined) throw new Error(JSON.stringify(error));
  return data;
}
const of = (id: string) => ({ path: { id } });

const persona = must(await client.POST('/api/v1/personas', { body: { name: 'openapi-fetch' } }));
const params = { path: { personaId: persona.id } };
const pillar = must(
  await client.POST('/api/v1/personas/{personaId}/pillars', { params, body: { name: 'Quiet', weight: 30 } }),
);
const cluster = must(
  await client.POST('/api/v1/personas/{personaId}/clusters', { params, body: { name: 'Sills', pillarId: pillar.id } }),
);
const steps = [{ name: 'Base', position: 1, workflowTemplate: '{}' }];
const pipeline = must(await client.POST('/api/v1/pipelines', { body: { name: 'one step', steps } }));
must(await client.PATCH('/api/v1/pipelines/{id}', { params: of(pipeline.id), body: { description: 'one field' } }));
const run = must(
  await client.POST('/api/v1/clusters/{id}/runs', { params: of(cluster.id), body: { pipelineId: pipeline.id } }),
);
const stepId = pipeline.steps[0]?.id ?? '';

async function upload(path: string): Promise<string> {
  const candidate = await client.POST('/api/v1/runs/{id}/candidates', {
    params: of(run.id),
    body: { stepId, file: new Blob([new Uint8Array(await readFile(path))], { type: 'image/png' }) },
    bodySerializer(body) {
      const form = new FormData();
      form.append('stepId', body.stepId);
      if ('file' in body) form.append('file', body.file, 'image.png');
      return form;
    },
  });
  return must(candidate).id;
}
const winner = await upload(images[0] ?? '');
await upload(images[1] ?? '');

const { pair } = must(await client.GET('/api/v1/runs/{id}/next-pair', { params: of(run.id) }));
if (!pair) throw new Error('there is no pair');
const vote = { candidateA: pair.a.id, candidateB: pair.b.id, outcome: 'a' as const };
must(await client.POST('/api/v1/runs/{id}/votes', { params: of(run.id), body: vote }));
must(await client.PUT('/api/v1/runs/{id}/winner', { params: of(run.id), body: { candidateId: winner } }));
must(await client.POST('/api/v1/runs/{id}/completion', { params: of(run.id) }));

let link = must(await client.GET('/api/v1/runs/{id}/link', { params: of(run.id) }));
for (let tries = 0; link.state === 'pending' && tries < 300; tries += 1) {
  await pause(100);
  link = must(await client.GET('/api/v1/runs/{id}/link', { params: of(run.id) }));
}
const photos = must(await client.GET('/api/v1/clusters/{id}/photos', { params: of(cluster.id) }));
const [photo] = photos.items;
if (link.state !== 'linked' || photo?.candidateId !== winner) throw new Error(JSON.stringify({ link, photos }));

const { error } = await client.GET('/api/v1/runs/{id}', { params: of(persona.id) });
if (error?.code !== 'run_not_found') throw new Error(JSON.stringify(error));
process.stdout.write(`openapi-fetch: ${photo.originalUrl} of ${photo.run?.name}\n`);
