import { untilDeadline } from '@trellis/kernel/until-deadline';
import { FakeComfy } from '@trellis/testing/fake-comfy';
import { drawStillLife } from './draw-still-life.ts';

const SECONDS = 600;
const NAME = 'Window light, generated (demo)';
const SERVER = 'fake ComfyUI (demo)';
const EACH = 3;

interface Named {
  id: string;
  name: string;
}
interface Run extends Named {
  status: string;
}
interface Step {
  stepId: string;
  name: string;
  approvedAt: string | null;
}
interface Generation {
  state: string;
  waitingFor: string | null;
  blocked: { detail: string | null } | null;
  jobs: { done: number };
}
interface Pairs {
  pair: { a: { id: string }; b: { id: string } } | null;
}

/** How the demo talks to the application. */
export interface DemoApi {
  call<T = Named>(method: string, path: string, body?: object): Promise<T>;
  ensure<T extends Named = Named>(
    listPath: string,
    createPath: string,
    fields: { name: string; [field: string]: unknown },
  ): Promise<T>;
  say(line: string): void;
}

const picture = (prefix: string, more: object = {}) =>
  JSON.stringify({
    1: { class_type: 'EmptyImage', inputs: { width: 832, height: 1040, batch_size: 1, color: '{{auto_seed}}' } },
    9: { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: prefix } },
    ...more,
  });
const parent = {
  2: { class_type: 'LoadImage', inputs: { image: '{{parent_image_path}}' } },
  3: { class_type: 'PreviewImage', inputs: { images: ['2', 0] } },
};
const step = { needsParentImagePath: true };
/** Nodes that every ComfyUI has. None needs a model. */
const steps = [
  { name: 'Base', position: 1, workflowTemplate: picture('base') },
  { name: 'Variant', position: 2, workflowTemplate: picture('variant', parent), ...step },
  { name: 'Finish', position: 3, workflowTemplate: picture('finish', parent), ...step },
];

/** Has a pipeline of three steps executed, votes and approves, to a completed run. Its id. */
export async function generateDemo(api: DemoApi, clusterId: string): Promise<string> {
  const pipeline = await api.ensure('/pipelines', '/pipelines', { name: 'three steps on ComfyUI (demo)', steps });
  const runs = `/clusters/${clusterId}/runs`;
  const run = await api.ensure<Run>(runs, runs, { name: NAME, pipelineId: pipeline.id });
  if (run.status === 'completed') return run.id;
  await withServer(api, () => generate(api, run.id));
  return run.id;
}

/** On the servers that are there; where there is none, on one that draws, for as long as the demo lasts. */
async function withServer(api: DemoApi, work: () => Promise<void>): Promise<void> {
  const { items } = await api.call<{ items: (Named & { state: string })[] }>('GET', '/servers');
  const [left] = items.filter(({ name }) => name === SERVER);
  if (left) await api.call('DELETE', `/servers/${left.id}`);
  if (items.some(({ id, state }) => id !== left?.id && state !== 'disabled')) return work();
  const draw = (seed: number, width: number, height: number) =>
    drawStillLife(seed % 360, width, height, `seed ${seed}`);
  const fake = await FakeComfy.start({ speed: 'real', draw });
  const server = await api.call('POST', '/servers', { name: SERVER, baseUrl: fake.url });
  api.say(`Generating on a ComfyUI server that draws, at ${fake.url} …`);
  try {
    await work();
  } finally {
    await api.call('DELETE', `/servers/${server.id}`);
    await fake.stop();
  }
}

async function generate(api: DemoApi, runId: string): Promise<void> {
  await api.call('POST', `/runs/${runId}/generation`, { maxChildren: EACH });
  for (;;) {
    const generation = await waiting(api, runId);
    api.say(`${generation.jobs.done} pictures; it waits: ${generation.waitingFor}`);
    await vote(api, runId);
    if (generation.waitingFor === 'complete') break;
    const all = await api.call<Step[]>('GET', `/runs/${runId}/steps`);
    const next = all.find(({ approvedAt }) => approvedAt === null);
    await api.call('POST', `/runs/${runId}/steps/${next?.stepId}/approval`, { topK: 1 });
  }
  const best = await api.call<{ items: Named[] }>('GET', `/runs/${runId}/candidates?sort=elo&limit=1`);
  await api.call('PUT', `/runs/${runId}/winner`, { candidateId: best.items[0]?.id });
  await api.call('POST', `/runs/${runId}/completion`);
}

const waiting = (api: DemoApi, runId: string): Promise<Generation> =>
  untilDeadline(
    'the generation to wait for a person',
    async () => {
      const generation = await api.call<Generation>('GET', `/runs/${runId}/generation`);
      if (generation.state === 'blocked') throw new Error(`Generation is blocked: ${generation.blocked?.detail}`);
      return ['approval', 'complete'].includes(generation.waitingFor ?? '') && generation;
    },
    { seconds: SECONDS, everyMs: 500 },
  );

/** Every pair of the highest step, by the order of ids. */
async function vote(api: DemoApi, runId: string): Promise<void> {
  for (;;) {
    const { pair } = await api.call<Pairs>('GET', `/runs/${runId}/next-pair`);
    if (!pair) return;
    const [candidateA, candidateB] = [pair.a.id, pair.b.id];
    await api.call('POST', `/runs/${runId}/votes`, {
      candidateA,
      candidateB,
      outcome: candidateA < candidateB ? 'a' : 'b',
    });
  }
}
