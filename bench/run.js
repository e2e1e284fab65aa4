// npm run bench [-- name …]: see bench/README.md.
import { backfill } from './backfill.js';
import { backfillLink } from './backfill-link.js';
import { drain } from './drain.js';
import { latency } from './latency.js';
import { link } from './link.js';
import { lists } from './lists.js';
import { memory } from './memory.js';
import { nextPair } from './next-pair.js';
import { start } from './start.js';
import { startPostgres } from './support.js';
import { workers } from './workers.js';

const benchmarks = {
  link,
  latency,
  drain,
  lists,
  memory,
  start,
  workers,
  'next-pair': nextPair,
  backfill,
  'backfill-link': backfillLink,
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
    for (const row of await benchmarks[name](postgres)) process.stdout.write(`| ${row.join(' | ')} |\n`);
  }
} catch (error) {
  // Before PostgreSQL goes, and whoever is still connected complains of that.
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
} finally {
  await postgres.stop();
}
process.exit();
