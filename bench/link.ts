import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { CompleteRunService } from '@trellis/pipeline/testing';
import { plainSequence } from './baseline.ts';
import { costOf, type Cost } from './link-cost.ts';
import { startS3 } from './s3.ts';
import {
  inParallel,
  median,
  seedLibrary,
  seedRuns,
  startApplication,
  type BenchPostgres,
  type Running,
  type Rows,
} from './support.ts';

const ROUNDS = 8;
const PER_ROUND = 250;

/** Images per second compared with the plain loop, on the disk and on an S3 server in its own processes. */
export async function link(postgres: BenchPostgres): Promise<Rows> {
  const disk = await compare(await startApplication(await postgres.database()));
  const one = await compare(await startApplication(await postgres.database()), 1);
  const s3 = await startS3();
  try {
    const remote = await compare(await startApplication(await postgres.database(), s3.env));
    return [
      ['link 8 × 250 of 1 MB into ten clusters, disk', ...disk.rate, 'at least 0.85'],
      ['link 8 × 250 of 1 MB into one cluster, disk', ...one.rate, 'at least 0.85'],
      [`link 8 × 250 of 1 MB, ${s3.name}`, ...remote.rate, 'at least 0.9'],
      ['processor time of a link, disk', ...disk.cpu, 'at most 11 ms'],
      ['statements of a link, and their time in PostgreSQL', ...disk.sql, 'at most 6, and 3 ms'],
      ['flushes of the log for a link, and of files and folders', ...disk.flushes, 'at most 2 in all'],
    ];
  } finally {
    await s3.stop();
  }
}

type Result = [measured: string, result: string];

async function compare(running: Running, clusters = 10): Promise<Record<'rate' | 'cpu' | 'sql' | 'flushes', Result>> {
  const { app, sql } = running;
  const library = await seedLibrary(sql, clusters);
  const complete = app.get(CompleteRunService, { strict: false });
  const plain = plainSequence(running);
  const rates: Record<'plain' | 'linked', number[]> = { plain: [], linked: [] };
  const costs: Record<'plain' | 'linked', Cost[]> = { plain: [], linked: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const runs = await seedRuns(running, library, PER_ROUND, 1_000_000);
    for (const { runId } of runs) await complete.execute(runId, 'bench');
    const measure = {
      plain: () => timed(() => inParallel(runs, running.places, plain)),
      linked: () => linkAll(running, PER_ROUND),
    };
    for (const which of round % 2 ? (['plain', 'linked'] as const) : (['linked', 'plain'] as const)) {
      const { result, cost } = await costOf(running, measure[which]);
      rates[which].push((PER_ROUND * 1000) / result);
      costs[which].push(cost);
    }
    await running.stopRelay();
  }
  await running.close();
  const each = (of: keyof Cost, which: 'plain' | 'linked') => median(costs[which].map((cost) => cost[of])) / PER_ROUND;
  const [ours, theirs] = [median(rates.linked), median(rates.plain)];
  const ratio = median(rates.linked.map((rate, round) => rate / (rates.plain[round] ?? NaN)));
  const [cpu, plainCpu] = [each('cpuMs', 'linked'), each('cpuMs', 'plain')];
  return {
    rate: [`${ours.toFixed(0)} / ${theirs.toFixed(0)} images a second`, ratio.toFixed(2)],
    cpu: [`${cpu.toFixed(1)} / ${plainCpu.toFixed(1)} ms`, (cpu / plainCpu).toFixed(2)],
    sql: ['', `${each('statements', 'linked').toFixed(1)}, and ${each('sqlMs', 'linked').toFixed(1)} ms`],
    flushes: ['', `${each('flushes', 'linked').toFixed(1)}, and ${each('fileFlushes', 'linked').toFixed(1)}`],
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Milliseconds from the first file that is read to the last commit: without the start of the worker. */
async function linkAll(running: Running, many: number): Promise<number> {
  let [from, links] = [0, 0];
  const done = Promise.withResolvers<number>();
  const watch = (message: unknown) => {
    const { point } = message as { point: string };
    if (point === 'file-read') from ||= performance.now();
    if (point === 'committed' && (links += 1) === many) done.resolve(performance.now() - from);
  };
  subscribe('trellis.link', watch);
  await running.startRelay();
  const ms = await done.promise;
  unsubscribe('trellis.link', watch);
  return ms;
}
