import { ApiKeys } from '@trellis/access';
import { median, seedLibrary, startApplication, type BenchPostgres, type Rows } from './support.ts';

const BATCHES = 5;
const IDEAS = 10;

/** An idea that becomes a cluster and a run, over creating both by hand. */
export async function acceptance(postgres: BenchPostgres): Promise<Rows> {
  const running = await startApplication(await postgres.database(), { RATE_LIMIT_PER_MINUTE: '1000000000' });
  const { personaId, pipelineId } = await seedLibrary(running.sql, 1);
  const { key } = await running.app.get(ApiKeys).create({ name: 'bench', role: 'operator' }, 'bench');
  await running.app.listen(0, '127.0.0.1');
  const base = `${await running.app.getUrl()}/api/v1`;
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const post = async <T>(path: string, body: object): Promise<T> => {
    const answer = await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const { id: pillarId } = await post<{ id: string }>(`/personas/${personaId}/pillars`, { name: 'one', weight: 50 });
  const byHand = async (name: string) => {
    const cluster = { name, pillarId, aiPrompt: 'a lemon on a table' };
    const { id } = await post<{ id: string }>(`/personas/${personaId}/clusters`, cluster);
    await post(`/clusters/${id}/runs`, { pipelineId, prompt: 'a lemon on a table' });
  };
  const times = { accepted: [] as number[], byHand: [] as number[] };
  const timed = async (into: number[], work: () => Promise<unknown>) => {
    const from = performance.now();
    await work();
    into.push(performance.now() - from);
  };
  for (let n = 0; n < BATCHES; n += 1) {
    const { batchId } = await post<{ batchId: string }>(`/pillars/${pillarId}/suggestions`, { count: IDEAS });
    const batch = await fetch(`${base}/suggestion-batches/${batchId}`, { headers });
    const { suggestions } = (await batch.json()) as { suggestions: { id: string }[] };
    for (const [place, { id }] of suggestions.entries()) {
      await timed(times.accepted, () => post(`/suggestions/${id}/acceptance`, { pipelineId }));
      await timed(times.byHand, () => byHand(`by hand ${n} ${place}`));
    }
  }
  await running.close();
  const [ours, theirs] = [median(times.accepted), median(times.byHand)];
  const measured = `${ours.toFixed(1)} / ${theirs.toFixed(1)} ms`;
  return [['an idea accepted, over cluster and run by hand', measured, (ours / theirs).toFixed(2), 'at most 2']];
}
