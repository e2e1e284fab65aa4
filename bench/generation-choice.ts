import { newId } from '@trellis/kernel';
import { SchedulerService } from '@trellis/generation/testing';
import { median, startApplication, type BenchPostgres, type Rows, type Running } from './support.ts';

const CANDIDATES = 100_000;
const FEW = 10;
const MANY = 10_000;
const ROUNDS = 41;

/** Runs that generate, of which nine of ten have everything; the others need one more of the base step. */
const SEED = `
  set session_replication_role = replica;
  insert into pipelines (id, name) values ($pipeline, 'bench');
  insert into pipeline_steps (id, pipeline_id, name, position, workflow_template)
    values ($step, $pipeline, 'Base', 1, '{}');
  insert into pipeline_runs (id, pipeline_id, name, target_folder, status)
    select gen_random_uuid(), $pipeline, 'run ' || n, '/x', 'running' from generate_series(1, $runs) n;
  create temporary table places as select id, row_number() over (order by id) as n from pipeline_runs;
  insert into image_candidates (id, run_id, step_id, image_path)
    select gen_random_uuid(), p.id, $step, '/x' from places p, generate_series(1, $each);
  insert into step_tallies (run_id, step_id, active, compared) select id, $step, $each, 0 from places;
  insert into run_generations (run_id, max_children, idle, last_served_at)
    select id, least($each + 90, 100), n % 10 <> 0, now() - n * interval '1 second' from places;
  drop table places;
  set session_replication_role = origin;
  analyze;`;

/** How long a free server waits for its next job, with few runs and with many. */
export async function generationChoice(postgres: BenchPostgres): Promise<Rows> {
  const [few, many] = [await filled(postgres, FEW), await filled(postgres, MANY)];
  const times = { few: [] as number[], many: [] as number[] };
  for (let n = 0; n < ROUNDS; n += 1) {
    times.few.push(await choose(few));
    times.many.push(await choose(many));
  }
  await few.close();
  await many.close();
  const [ours, theirs] = [median(times.many), median(times.few)];
  return [
    [
      `the next job of a free server, ${MANY} runs with ${CANDIDATES} candidates over ${FEW} runs`,
      `${ours.toFixed(1)} / ${theirs.toFixed(1)} ms`,
      (ours / theirs).toFixed(2),
      'at most 1.3',
    ],
  ];
}

async function filled(postgres: BenchPostgres, runs: number): Promise<Running> {
  const running = await startApplication(await postgres.database(), { ROLE: 'api' });
  // A parent of the base step has no more than 100: the many runs have ten candidates each, and so have the few.
  const each = CANDIDATES / MANY;
  const values: Record<string, string> = { pipeline: newId(), step: newId() };
  const sql = SEED.replaceAll('$runs', String(runs))
    .replaceAll('$each', String(each))
    .replaceAll('$pipeline', `'${values['pipeline']}'`)
    .replaceAll('$step', `'${values['step']}'`);
  await running.sql.query(sql);
  return running;
}

/** Of a server of its own, so that none is occupied. */
async function choose({ app, sql }: Running): Promise<number> {
  const id = newId();
  await sql.query(`insert into comfy_servers (id, name, base_url) values ($1, $2, $3)`, [id, id, `http://${id}`]);
  const from = performance.now();
  const job = await app.get(SchedulerService, { strict: false }).claim({ id, baseUrl: `http://${id}` });
  const took = performance.now() - from;
  if (!job) throw new Error('nothing was chosen');
  return took;
}
