import { ApiKeys } from '@trellis/access';
import { newId } from '@trellis/kernel';
import {
  median,
  seedLibrary,
  startApplication,
  type BenchPostgres,
  type Library,
  type Sql,
  type Rows,
} from './support.ts';

const REQUESTS = 300;
const AHEAD = 4;
const sizes = { small: { candidates: 10, votes: 20 }, large: { candidates: 10_000, votes: 50_000 } };

/** The next pair among 10,000 active candidates with 50,000 votes compared with one among 10, over HTTP, in turn. */
export async function nextPair(postgres: BenchPostgres): Promise<Rows> {
  const running = await startApplication(await postgres.database());
  const library = await seedLibrary(running.sql);
  const small = await seedVotedRun(running.sql, library, sizes.small);
  const large = await seedVotedRun(running.sql, library, sizes.large);
  await running.sql.query('analyze');
  const { key } = await running.app.get(ApiKeys).create({ name: 'bench', role: 'viewer' }, 'bench');
  await running.app.listen(0, '127.0.0.1');
  const base = `${await running.app.getUrl()}/api/v1`;
  const time = async (runId: string, what = 'next-pair') => {
    const from = performance.now();
    const answer = await fetch(`${base}/runs/${runId}/${what}`, { headers: { authorization: `Bearer ${key}` } });
    const { pair, pairs } = (await answer.json()) as { pair?: object | null; pairs?: object[] };
    if (!pair && pairs?.length !== AHEAD) throw new Error('no pair');
    return performance.now() - from;
  };
  const times: Record<'small' | 'large' | 'ahead', number[]> = { small: [], large: [], ahead: [] };
  for (let i = 0; i < REQUESTS; i += 1) {
    times.small.push(await time(small));
    times.large.push(await time(large));
    times.ahead.push(await time(large, `pairs?ahead=${AHEAD}`));
  }
  const grown = { small: await growth(small, time), large: await growth(large, time) };
  await running.close();
  const [ours, theirs] = [median(times.large), median(times.small)];
  return [
    [
      'next pair of 10,000 candidates and 50,000 votes, over 10',
      `${ours.toFixed(1)} ms / ${theirs.toFixed(1)} ms`,
      `${(ours / theirs).toFixed(2)}; resident memory ${megabytes(grown.large)} against ${megabytes(grown.small)} in ${REQUESTS} requests`,
      'at most 3, memory flat',
    ],
    [
      `the next ${AHEAD} pairs of 10,000 candidates, over the next one`,
      `${median(times.ahead).toFixed(1)} ms / ${ours.toFixed(1)} ms`,
      (median(times.ahead) / ours).toFixed(2),
      'at most 2',
    ],
  ];
}

const megabytes = (bytes: number) => `${bytes < 0 ? '' : '+'}${(bytes / 1e6).toFixed(0)} MB`;

async function growth(runId: string, time: (runId: string) => Promise<number>): Promise<number> {
  const before = process.memoryUsage().rss;
  for (let i = 0; i < REQUESTS; i += 1) await time(runId);
  return process.memoryUsage().rss - before;
}

/** Compares every candidate with the following ones, so that each has about as many votes; then varies the scores. */
async function seedVotedRun(
  sql: Sql,
  library: Library,
  { candidates, votes }: { candidates: number; votes: number },
): Promise<string> {
  const runId = newId();
  await sql.query(
    `insert into pipeline_runs (id, pipeline_id, name, target_folder, status) values ($1, $2, 'run', '/x', 'running')`,
    [runId, library.pipelineId],
  );
  await sql.query(
    `insert into image_candidates (id, run_id, step_id, image_path, elo_score, vote_count)
     select gen_random_uuid(), $1, $2, '/x', 1000 + (n * 37) % 400 - 200, 2 * $4::int / $3::int from generate_series(1, $3::int) n`,
    [runId, library.stepId, candidates, votes],
  );
  await sql.query(
    `with numbered as (select id, row_number() over (order by id) - 1 as n from image_candidates where run_id = $1)
     insert into votes (id, run_id, step_id, candidate_a, candidate_b, outcome, score_a, score_b, delta_a, delta_b, actor)
     select gen_random_uuid(), $1, $2, a.id, b.id, 'draw', 1000, 1000, 0, 0, 'bench'
     from generate_series(1, $4::int / $3::int) step cross join numbered a join numbered b
       on b.n = (a.n + step) % $3::int`,
    [runId, library.stepId, candidates, votes],
  );
  return runId;
}
