import type { EventEmitter } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { oldRuns, PLANNED, timed } from './backfill.ts';
import { command } from './command.ts';
import { median, seedLibrary, type BenchPostgres, type Rows } from './support.ts';

const RUNS = 1_000_000;
const ROUNDS = 3;
const RULES = { rules: [{ match: { name: 'old *' }, promptFromVariables: true, link: true }] };

/** Compares `plan` of a million runs with `COPY` of what it reads. */
export async function backfillPlan(postgres: BenchPostgres): Promise<Rows> {
  const url = await postgres.database();
  const folder = await mkdtemp(join(tmpdir(), 'trellis-bench-plan-'));
  const sql = new pg.Client({ connectionString: url });
  await sql.connect();
  await oldRuns(sql, (await seedLibrary(sql, 1)).pipelineId, RUNS);
  const rules = join(folder, 'rules.yaml');
  await writeFile(rules, JSON.stringify(RULES));
  const times: [number, number][] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const out = join(folder, `${round}.jsonl`);
    const { seconds } = await command(url, folder, ['backfill', 'plan', '--rules', rules, '--out', out]);
    times.push([seconds, await timed(() => copy(sql, join(folder, `${round}.copy`)))]);
    await rm(out);
  }
  await sql.end();
  await rm(folder, { recursive: true });
  const [ours, theirs] = [0, 1].map((at) => median(times.map((pair) => pair[at] as number))) as [number, number];
  const what = `${ours.toFixed(1)} s / ${theirs.toFixed(1)} s`;
  return [['backfill plan over COPY of the same, 1,000,000 runs', what, (ours / theirs).toFixed(1), 'at most 3']];
}

async function copy(sql: pg.Client, file: string): Promise<void> {
  const { connection } = sql as unknown as { connection: EventEmitter };
  const out = createWriteStream(file);
  const write = ({ chunk }: { chunk: Buffer }) => void out.write(chunk);
  connection.on('copyData', write);
  await sql.query(`copy (${PLANNED}) to stdout`);
  connection.off('copyData', write);
  await new Promise<void>((resolve) => out.end(resolve));
}
