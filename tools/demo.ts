// npm run demo: fills a library over the public API. Existing objects are reused, so a second run changes nothing.
// With --generate it also has pictures made on ComfyUI, with --publish photos published on a fake of Instagram.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hostInUrl, launchSettings } from '@trellis/config/launch-settings';
import { untilDeadline } from '@trellis/kernel/until-deadline';
import { generateDemo } from './demo-generate.ts';
import { DEMO, STEP_TEMPLATE } from './demo-library.ts';
import { publishDemo } from './demo-publish.ts';
import { drawStillLife } from './draw-still-life.ts';

const { dataDir, host, port } = launchSettings();
const { values } = parseArgs({
  options: {
    ...{ url: { type: 'string' }, key: { type: 'string' } },
    ...{ generate: { type: 'boolean', default: false }, publish: { type: 'boolean', default: false } },
  },
});
const graphUrl = process.env.INSTAGRAM_GRAPH_URL;
if (values.publish && !graphUrl) {
  process.stderr.write(
    'Start Trellis and the demo with INSTAGRAM_GRAPH_URL=http://127.0.0.1:8189: the demo plays Instagram there.\n',
  );
  process.exit(2);
}
const base = values.url ?? `http://${hostInUrl(host)}:${port}`;
const key = values.key ?? (await adminKey());

interface Named {
  id: string;
  name: string;
}
interface Run extends Named {
  status: string;
}
interface Pipeline extends Named {
  steps: Named[];
}
interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
interface Photo {
  url: string | null;
  readiness: { state: string };
}
interface Link {
  state: string;
  reason: string | null;
  photoId: string | null;
}

async function adminKey(): Promise<string> {
  try {
    return (await readFile(join(dataDir, 'admin-key'), 'utf8')).trim();
  } catch {
    process.stderr.write(
      `There is no admin key in ${dataDir}. Start Trellis first (npm start), or pass --url and --key.\n`,
    );
    process.exit(2);
  }
}

async function call<T = Named>(method: string, path: string, body?: object): Promise<T> {
  const form = body instanceof FormData;
  const headers = { authorization: `Bearer ${key}`, ...(body && !form && { 'content-type': 'application/json' }) };
  const answer = await fetch(`${base}/api/v1${path}`, {
    method,
    headers,
    ...(body && { body: form ? body : JSON.stringify(body) }),
  });
  const content = (answer.status === 204 ? undefined : await answer.json()) as T;
  const problem = content as { code?: string; detail?: string };
  if (!answer.ok) throw new Error(`${method} ${path}: ${problem.code}: ${problem.detail}`);
  return content;
}

/** Finds the object by name, or creates it. */
async function ensure<T extends Named = Named>(
  listPath: string,
  createPath: string,
  { name, ...fields }: { name: string; [field: string]: unknown },
): Promise<T> {
  for (let cursor = ''; ;) {
    const page = await call<Page<T>>('GET', `${listPath}${listPath.includes('?') ? '&' : '?'}limit=200${cursor}`);
    const found = page.items.find((item) => item.name === name);
    if (found) return found;
    if (!page.nextCursor) return call<T>('POST', createPath, { name, ...fields });
    cursor = `&cursor=${page.nextCursor}`;
  }
}

async function finishRun(run: Run, stepId: string, hue: number): Promise<void> {
  if (run.status === 'completed') return;
  const candidates = (await call<Page<{ id: string }>>('GET', `/runs/${run.id}/candidates`)).items;
  for (let i = candidates.length; i < 3; i += 1) {
    const form = new FormData();
    form.append('stepId', stepId);
    form.append(
      'file',
      new Blob([new Uint8Array(await drawStillLife(hue + i * 25, ...sizeOf(hue)))], { type: 'image/png' }),
      `${run.name}-${i}.png`,
    );
    candidates.push(await call('POST', `/runs/${run.id}/candidates`, form));
  }
  await call('PUT', `/runs/${run.id}/winner`, { candidateId: candidates[hue % 3]?.id });
  await call('POST', `/runs/${run.id}/completion`);
}

/** Every other run has candidates that are taller than Instagram accepts. */
const sizeOf = (hue: number): [number, number] => (hue % 2 === 0 ? [1024, 1024] : [832, 1216]);

/** The photo when it is prepared; where it is too tall, after a part of it was chosen. */
async function prepared(photoId: string): Promise<Photo> {
  const settled = () =>
    untilDeadline(`the pictures of photo ${photoId}`, async () => {
      const photo = await call<Photo>('GET', `/photos/${photoId}`);
      return photo.readiness.state !== 'preparing' && photo;
    });
  const photo = await settled();
  if (photo.readiness.state !== 'needs_crop') return photo;
  await call('PUT', `/photos/${photoId}/crop`, { mode: 'attention' });
  return settled();
}

const linkOf = (run: Named): Promise<Link> =>
  untilDeadline(`the photo of “${run.name}”`, async () => {
    const now = await call<Link>('GET', `/runs/${run.id}/link`);
    return now.state !== 'pending' && now;
  });

const say = (line: string) => process.stderr.write(`${line}\n`);

say(`Filling ${base} …`);
const persona = await ensure('/personas', '/personas', DEMO.persona);
const pipeline = await ensure<Pipeline>('/pipelines', '/pipelines', {
  ...DEMO.pipeline,
  steps: [{ name: 'Still life', position: 1, workflowTemplate: STEP_TEMPLATE, needsRunPrompt: true }],
});
const urls: string[] = [];
let firstCluster: string | undefined;
for (const [index, { clusters, ...fields }] of DEMO.pillars.entries()) {
  const pillar = await ensure(`/personas/${persona.id}/pillars`, `/personas/${persona.id}/pillars`, fields);
  const cluster = await ensure(`/personas/${persona.id}/clusters`, `/personas/${persona.id}/clusters`, {
    name: clusters,
    pillarId: pillar.id,
  });
  const prompt = `still life, ${cluster.name.toLowerCase()}, natural light`;
  const run = await ensure<Run>(`/clusters/${cluster.id}/runs`, `/clusters/${cluster.id}/runs`, {
    name: `${cluster.name} study`,
    pipelineId: pipeline.id,
    prompt,
  });
  firstCluster ??= cluster.id;
  await finishRun(run, pipeline.steps[0]?.id ?? '', 40 + index * 67);
  const link = await linkOf(run);
  const photo = link.photoId ? await prepared(link.photoId) : undefined;
  const state = [link.reason ?? link.state, photo?.readiness.state].filter(Boolean).join(', ');
  say(`[${index + 1}/${DEMO.pillars.length}] ${fields.name} → ${cluster.name} → ${run.name}: ${state}`);
  if (photo?.url) urls.push(photo.url);
}
if (values.generate && firstCluster) {
  const id = await generateDemo({ call, ensure, say }, firstCluster);
  const link = await linkOf({ id, name: 'generated' });
  const photo = link.photoId ? await prepared(link.photoId) : undefined;
  if (photo?.url) urls.push(photo.url);
}
if (graphUrl && values.publish) await publishDemo({ call, ensure, say }, persona.id, graphUrl);
process.stdout.write(`${urls.join('\n')}\n`);
