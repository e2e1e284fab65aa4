// The main job with the client of orval: from a persona to the photo of a winner.
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { headers, images } from './connection.ts';
import * as trellis from './generated/orval.ts';

interface Answer {
  status: number;
  data: unknown;
}

/** The answer with one of these statuses. */
function must<T extends Answer, S extends T['status']>(answer: T, ...statuses: S[]): Extract<T, { status: S }> {
  const isExpected = (one: T): one is Extract<T, { status: S }> => statuses.some((status) => status === one.status);
  if (!isExpected(answer)) throw new Error(`${answer.status} ${JSON.stringify(answer.data)}`);
  return answer;
}
const sent = { headers };
// Orval names no type for a body that may be JSON or a form.
const json = { headers: { ...headers, 'Content-Type': 'application/json' } };

const { data: persona } = must(await trellis.createPersona({ name: 'orval' }, sent), 201);
const { data: pillar } = must(await trellis.createPillar(persona.id, { name: 'Quiet', weight: 30 }, sent), 201);
const { data: cluster } = must(
  await trellis.createCluster(persona.id, { name: 'Sills', pillarId: pillar.id }, sent),
  201,
);
const steps = [{ name: 'Base', position: 1, workflowTemplate: '{}' }];
const { data: pipeline } = must(await trellis.createPipeline({ name: 'one step', steps }, sent), 201);
must(await trellis.updatePipeline(pipeline.id, { description: 'one field' }, sent), 200);
const { data: run } = must(await trellis.createClusterRun(cluster.id, { pipelineId: pipeline.id }, sent), 201);
const stepId = pipeline.steps[0]?.id ?? '';

const candidates: string[] = [];
for (const imagePath of images) {
  const { data } = must(await trellis.registerCandidate(run.id, { stepId, imagePath }, json), 201);
  candidates.push(data.id);
}
const [winner = ''] = candidates;
const { data: next } = must(await trellis.nextPair(run.id, undefined, sent), 200);
if (!next.pair) throw new Error('there is no pair');
const vote = { candidateA: next.pair.a.id, candidateB: next.pair.b.id, outcome: 'a' as const };
must(await trellis.castVote(run.id, vote, undefined, sent), 201);
must(await trellis.chooseWinner(run.id, { candidateId: winner }, sent), 200);
must(await trellis.completeRun(run.id, sent), 200);

let { data: link } = must(await trellis.getLink(run.id, sent), 200);
for (let tries = 0; link.state === 'pending' && tries < 300; tries += 1) {
  await pause(100);
  ({ data: link } = must(await trellis.getLink(run.id, sent), 200));
}
const files = [new Blob([new Uint8Array(await readFile(images[1] ?? ''))], { type: 'image/png' })];
const { data: uploaded } = must(await trellis.uploadPhotos(cluster.id, { files }, sent), 207);
const { data: photos } = must(await trellis.listClusterPhotos(cluster.id, undefined, sent), 200);
const linked = photos.items.find(({ candidateId }) => candidateId === winner);
if (link.state !== 'linked' || !linked || uploaded.results[0]?.status !== 'created')
  throw new Error(JSON.stringify({ link, photos, uploaded }));

must(await trellis.getRun(persona.id, sent), 404);
process.stdout.write(`orval: ${linked.originalUrl} of ${linked.run?.name}\n`);
