import { packs } from '@trellis/all';
import { median, startApplication } from './support.ts';

const SWEEPS = 9;

/** A sweep that finds nothing to do, in two libraries. */
export async function sweeps(largeUrl: string, smallUrl: string): Promise<string[]> {
  const [large, small] = [await timeOf(largeUrl), await timeOf(smallUrl)];
  const what = `${large.toFixed(1)} / ${small.toFixed(1)} ms`;
  return ['a sweep, 1,000,000 completed runs over 1,000', what, (large / small).toFixed(2), 'at most 1.5'];
}

async function timeOf(databaseUrl: string): Promise<number> {
  const running = await startApplication(databaseUrl);
  const type = packs.flatMap(({ workers = [] }) => workers).find(({ name }) => name === 'LinkSweeper');
  if (!type) throw new Error('there is no sweeper');
  const sweeper = running.app.get<{ sweep(): Promise<void> }>(type, { strict: false });
  const times: number[] = [];
  for (let i = 0; i < SWEEPS; i += 1) {
    const from = performance.now();
    await sweeper.sweep();
    times.push(performance.now() - from);
  }
  await running.close();
  return median(times);
}
