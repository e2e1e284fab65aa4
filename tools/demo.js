// npm run demo: fills a library over the public API. Whatever is there already is used, so a second run does no harm.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchSettings } from '../libs/config/src/launch-settings.ts';
import { untilDeadline } from '../libs/kernel/src/until-deadline.ts';
import { DEMO, STEP_TEMPLATE } from './demo-library.js';
import { drawStillLife } from './draw-still-life.js';

const { dataDir, host, port } = launchSettings();
const { values } = parseArgs({ options: { url: { type: 'string' }, key: { type: 'string' } } });
const base = values.url ?? `http://${host}:${port}`;
const key = values.key ?? (await adminKey());

async function adminKey() {
  try {
    return (await readFile(join(dataDir, 'admin-key'), 'utf8')).trim();
  } catch {
    process.stderr.write(
      `There is no admin key in ${dataDir}. Start Trellis first (npm start), or pass --url and --key.\n`,
    );
    process.exit(2);
  }
}

async function call(method, path, body) {
  const form = body instanceof FormData;
  const headers = { authorization: `Bearer ${key}`, ...(body && !form && { 'content-type': 'application/json' }) };
  const answer = await fetch(`${base}/api/v1${path}`, {
    method,
    headers,
    body: form ? body : body && JSON.stringify(body),
  });
  const content = answer.status === 204 ? undefined : await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${content.code}: ${content.detail}`);
  return content;
}

/** The one of that name, found or made. */
async function ensure(listPath, createPath, { name, ...fields }) {
  for (let cursor = ''; ;) {
    const page = await call('GET', `${listPath}${listPath.includes('?') ? '&' : '?'}limit=200${cursor}`);
    const found = page.items.find((item) => item.name === name);
    if (found) return found;
    if (!page.nextCursor) return call('POST', createPath, { name, ...fields });
    cursor = `&cursor=${page.nextCursor}`;
  }
}

async function finishRun(run, stepId, hue) {
  if (run.status === 'completed') return;
  const candidates = (await call('GET', `/runs/${run.id}/candidates`)).items;
  for (let i = candidates.length; i < 3; i += 1) {
    const form = new FormData();
    form.append('stepId', stepId);
    form.append('file', new Blob([await drawStillLife(hue + i * 25)], { type: 'image/png' }), `${run.name}-${i}.png`);
    candidates.push(await call('POST', `/runs/${run.id}/candidates`, form));
  }
  await call('PUT', `/runs/${run.id}/winner`, { candidateId: candidates[hue % 3].id });
  await call('POST', `/runs/${run.id}/completion`);
}

const say = (line) => process.stderr.write(`${line}\n`);

say(`Filling ${base} …`);
const persona = await ensure('/personas', '/personas', DEMO.persona);
const pipeline = await ensure('/pipelines', '/pipelines', {
  ...DEMO.pipeline,
  steps: [{ name: 'Still life', position: 1, workflowTemplate: STEP_TEMPLATE, needsRunPrompt: true }],
});
const urls = [];
for (const [index, { clusters, ...fields }] of DEMO.pillars.entries()) {
  const pillar = await ensure(`/personas/${persona.id}/pillars`, `/personas/${persona.id}/pillars`, fields);
  const cluster = await ensure(`/personas/${persona.id}/clusters`, `/personas/${persona.id}/clusters`, {
    name: clusters,
    pillarId: pillar.id,
  });
  const prompt = `still life, ${cluster.name.toLowerCase()}, natural light`;
  const run = await ensure(`/clusters/${cluster.id}/runs`, `/clusters/${cluster.id}/runs`, {
    name: `${cluster.name} study`,
    pipelineId: pipeline.id,
    prompt,
  });
  await finishRun(run, pipeline.steps[0].id, 40 + index * 67);
  const link = await untilDeadline(`the photo of “${run.name}”`, async () => {
    const now = await call('GET', `/runs/${run.id}/link`);
    return now.state !== 'pending' && now;
  });
  const photo = link.photoId && (await call('GET', `/photos/${link.photoId}`));
  say(
    `[${index + 1}/${DEMO.pillars.length}] ${fields.name} → ${cluster.name} → ${run.name}: ${link.reason ?? link.state}`,
  );
  if (photo) urls.push(photo.url);
}
process.stdout.write(`${urls.join('\n')}\n`);
