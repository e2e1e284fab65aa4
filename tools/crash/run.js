// npm run test:crash -- --runs N --kills N --seed S --store disk|swift: see tools/crash/README.md.
import { parseArgs } from 'node:util';
import { Actors } from './actors.js';
import { Client } from './client.js';
import { Havoc, settle } from './havoc.js';
import { Random } from './random.js';
import { System } from './system.js';
import { measureTakeovers } from './takeover.js';
import { promisedWinners, violationsOf } from './verdict.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '50' },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    store: { type: 'string', default: 'disk' },
    keep: { type: 'boolean', default: false },
  },
});
const [runs, kills, seed] = [values.runs, values.kills, values.seed].map(Number);
const PEOPLE = 6;
const TAKEOVER_S = 30;

const say = (line) => process.stderr.write(`${line}\n`);
const tenths = (seconds) => Number(seconds.toFixed(1));

const LINKS = `select state || coalesce(' ' || reason, '') as state, count(*)::int as n from cluster_links group by 1 order by 2 desc`;

/** The whole story: takeovers in peace, then work and havoc at once, then peace, then the verdict. */
async function story(system, havoc, random) {
  const client = new Client(system.base, system.key);
  const actors = new Actors(client, random, { runs });
  await actors.prepare();
  say('measuring takeovers …');
  const takeovers = await measureTakeovers(system, actors, (point) => (havoc.armed = point));
  const [before, beforeAt] = [system.kills, system.killedAt];
  let over = false;
  say('havoc …');
  const pace = (made) => made <= (runs * (system.kills - before + 2)) / kills;
  const people = Array.from({ length: PEOPLE }, () => actors.work(() => over, pace));
  await Promise.all([havoc.wreak(system, kills).finally(() => (over = true)), ...people]);
  const killed = Object.entries(system.killedAt).map(([point, n]) => [point, n - (beforeAt[point] ?? 0)]);
  say('settling …');
  const { deadLetters } = await settle(system);
  // As if seven days had gone by: nothing that is deleted now may be missed.
  await system.sql.query(`update object_tombstones set not_before = now() - interval '1 minute'`);
  const collected = await system.command('gc');
  const violations = await violationsOf({ sql: system.sql, store: system.store, actors });
  violations.push(...client.unexpected);
  const slow = Math.max(...Object.values(takeovers));
  if (slow > TAKEOVER_S) violations.push(`a link was taken over only after ${tenths(slow)} s`);
  const links = Object.fromEntries((await system.sql.query(LINKS)).rows.map(({ state, n }) => [state, n]));
  const counts = { deadLetters, objectsCollected: collected.deleted };
  return { actors, killed: Object.fromEntries(killed), takeovers, violations, links, counts };
}

function report(system, havoc, { actors, killed, takeovers, violations, links, counts }) {
  return {
    seed,
    store: values.store,
    runs: actors.answered,
    killed,
    postgresCrashes: havoc.postgresCrashes,
    faults: system.store.injected,
    operations: actors.done,
    winnersCompared: promisedWinners(actors).length,
    links,
    ...counts,
    takeoverSeconds: Object.fromEntries(Object.entries(takeovers).map(([point, s]) => [point, tenths(s)])),
    stops: system.stops.length,
    slowestStopSeconds: tenths(Math.max(...system.stops)),
    violations,
  };
}

const random = new Random(seed);
const havoc = new Havoc(random);
say(`${runs} runs, ${kills} kills, on ${values.store}; seed ${seed}`);
const system = await System.start({ storeName: values.store, random, pointOf: havoc.nextPoint });
/** Ctrl-C: nothing that was started stays behind. */
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await system.stop({ keep: true });
    process.exit(1);
  });
}

try {
  const told = await story(system, havoc, random);
  await system.stopServers();
  told.violations.push(...system.servers.flatMap(({ failures }) => failures));
  process.stdout.write(`${JSON.stringify(report(system, havoc, told), null, 2)}\n`);
  say(told.violations.length === 0 ? 'No violation.' : `${told.violations.length} violations.`);
  process.exitCode = told.violations.length === 0 ? 0 : 1;
} catch (error) {
  say(error.stack);
  process.exitCode = 1;
} finally {
  havoc.on = false;
  await system.stop({ keep: values.keep || process.exitCode !== 0 });
}
process.exit();
