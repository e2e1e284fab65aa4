// npm run bench [-- name …]: see bench/README.md.
import { acceptance } from './acceptance.ts';
import { admin } from './admin/admin.ts';
import { adminRoutes } from './admin/routes.ts';
import { backfill } from './backfill.ts';
import { backfillLink } from './backfill-link.ts';
import { backfillPlan } from './backfill-plan.ts';
import { beside } from './beside.ts';
import { doctor } from './doctor.ts';
import { drain } from './drain.ts';
import { generation } from './generation.ts';
import { generationChoice } from './generation-choice.ts';
import { latency } from './latency.ts';
import { link } from './link.ts';
import { lists } from './lists.ts';
import { memory } from './memory.ts';
import { photoFilters } from './photo-filters.ts';
import { pictures } from './pictures.ts';
import { publishing } from './publishing.ts';
import { renderMemory } from './render-memory.ts';
import { renditions } from './renditions.ts';
import { nextPair } from './next-pair.ts';
import { similar } from './similar.ts';
import { start } from './start.ts';
import { strategy } from './strategy.ts';
import { startPostgres, type BenchPostgres, type Rows } from './support.ts';
import { workers } from './workers.ts';

const benchmarks: Readonly<Record<string, (postgres: BenchPostgres) => Promise<Rows>>> = {
  link,
  latency,
  drain,
  lists,
  doctor,
  beside,
  'photo-filters': photoFilters,
  pictures,
  renditions,
  similar,
  memory,
  'render-memory': renderMemory,
  start,
  workers,
  'next-pair': nextPair,
  backfill,
  'backfill-plan': backfillPlan,
  'backfill-link': backfillLink,
  admin,
  'admin-routes': adminRoutes,
  publishing,
  strategy,
  acceptance,
  generation,
  'generation-choice': generationChoice,
};
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}.\n`,
  );
  process.exit(2);
}

const postgres = await startPostgres();
try {
  process.stdout.write('| What | Measured / baseline | Result | Goal |\n|---|---|---|---|\n');
  for (const name of wanted.length > 0 ? wanted : Object.keys(benchmarks)) {
    for (const row of (await benchmarks[name]?.(postgres)) ?? []) process.stdout.write(`| ${row.join(' | ')} |\n`);
  }
} catch (error) {
  // Printed before PostgreSQL stops: open connections complain of that.
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await postgres.stop();
}
process.exit();
