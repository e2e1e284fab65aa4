// npm run test:generation-crash -- --jobs N --kills N --seed S: see tools/generation-crash/README.md.
import { parseArgs } from 'node:util';
import { untilDeadline } from '@trellis/kernel/until-deadline';
import { Client } from '../crash/client.ts';
import { Random } from '../crash/random.ts';
import { runStory, say } from '../crash/run-story.ts';
import { startGenerationSystem, type GenerationSystem } from './generation-system.ts';
import { People } from './people.ts';
import { Trouble } from './trouble.ts';
import { violationsOf } from './verdict.ts';

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '60' },
    kills: { type: 'string', default: '15' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    keep: { type: 'boolean', default: false },
  },
});
const [jobs, kills, seed] = [Number(values.jobs), Number(values.kills), Number(values.seed)];
const PEOPLE = 5;
const SETTLE_S = 600;

const JOBS = 'select count(*) as n from generation_jobs';
/** Open jobs, and open runs that still need something. */
const OPEN = `
  select (select count(*) from generation_jobs where state in ('queued', 'waiting', 'working'))
    + (select count(*) from generation_attempts where ended_at is null)
    + (select count(*) from run_generations g join pipeline_runs r on r.id = g.run_id
       where g.state = 'on' and not g.idle and r.status in ('pending', 'running')) as n`;
/** As if the time had passed for which jobs and runs wait. */
const PASS = [
  `update generation_jobs set next_attempt_at = now() where state = 'waiting'`,
  `update run_generations set wait_until = now() where wait_until > now()`,
];
const RESULTS = `
  select state || coalesce(' ' || reason, '') as what, count(*)::int as n from generation_jobs group by 1
  union all select 'attempt ' || state, count(*)::int from generation_attempts group by 1 order by 1`;

async function story(system: GenerationSystem, random: Random) {
  const client = new Client(system.base, system.key);
  const people = new People(client, random);
  await people.prepare(system.fakes.map(({ url }) => url));
  const trouble = new Trouble(system, random);
  let isOver = false;
  say('trouble …');
  const working = Array.from({ length: PEOPLE }, () => people.work(() => isOver));
  await trouble.make(kills);
  await untilDeadline(`${jobs} jobs`, async () => ((await system.count(JOBS)) ?? 0) >= jobs, {
    ...{ seconds: SETTLE_S, everyMs: 250 },
  });
  isOver = true;
  await Promise.all(working);
  say('settling …');
  await Promise.all(system.servers.map((server) => server.ready()));
  for (const fake of system.fakes) await untilDeadline('the server', () => fake.order({ do: 'reset' }));
  const settled = async () => {
    for (const sql of PASS) await system.sql.query(sql);
    return (await system.count(OPEN)) === 0;
  };
  await untilDeadline('every job to end', settled, { seconds: SETTLE_S, everyMs: 1_000 });
  const violations = [...(await violationsOf(system.sql, system.fakes, people.asked)), ...client.unexpected];
  const rows = (await system.sql.query<{ what: string; n: number }>(RESULTS)).rows;
  const results = Object.fromEntries(rows.map(({ what, n }) => [what, n])) as object;
  return { people: people.done, trouble: trouble.done, kills: trouble.kills, results, violations };
}

say(`${jobs} jobs, ${kills} kills; seed ${seed}`);
const system = await startGenerationSystem();
await runStory(system, { seed, keep: values.keep }, () => story(system, new Random(seed)));
