import { packs } from '@trellis/all';
import { median, startApplication } from './support.ts';

const SWEEPS = 15;
const WARM_UP = 5;

/** A sweep that finds nothing to do, in turns in two libraries. */
export async function sweeps(largeUrl: string, smallUrl: string): Promise<string[]> {
  const sweepers = [await sweeperOf(largeUrl), await sweeperOf(smallUrl)] as const;
  const times: [number, number][] = [];
  for (let i = 0; i < WARM_UP + SWEEPS; i += 1) times.push([await sweepers[0].time(), await sweepers[1].time()]);
  for (const { close } of sweepers) await close();
  const [large, small] = [0, 1].map((at) => median(times.slice(WARM_UP).map((pair) => pair[at] as number))) as [
    number,
    number,
  ];
  const what = `${large.toFixed(1)} / ${small.toFixed(1)} ms`;
  return ['a sweep, 1,000,000 completed runs over 1,000', what, (large / small).toFixed(2), 'at most 1.5'];
}

async function sweeperOf(databaseUrl: string): Promise<{ time: () => Promise<number>; close: () => Promise<void> }> {
  const running = await startApplication(databaseUrl);
  const type = packs.flatMap(({ workers = [] }) => workers).find(({ name }) => name === 'LinkSweeper');
  if (!type) throw new Error('there is no sweeper');
  const sweeper = running.app.get<{ sweep(): Promise<void> }>(type, { strict: false });
  const time = async () => {
    const from = performance.now();
    await sweeper.sweep();
    return performance.now() - from;
  };
  return { time, close: () => running.close() };
}
