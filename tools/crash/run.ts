// npm run test:crash -- --runs N --kills N --seed S --store disk|swift: see tools/crash/README.md.
import { parseArgs } from 'node:util';
import { Actors } from './actors.ts';
import { Client } from './client.ts';
import { Havoc, settle } from './havoc.ts';
import { Random } from './random.ts';
import { System } from './system.ts';
import { Mover } from './mover.ts';
import { measureTakeovers } from './takeover.ts';
import { violationsOf } from './verdict.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '50' },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    store: { type: 'string', default: 'disk' },
    keep: { type: 'boolean', default: false },
  },
});
const [runs, kills, seed] = [Number(values.runs), Number(values.kills), Number(values.seed)];
const PEOPLE = 6;
const TAKEOVER_S = 30;

const say = (line: string) => process.stderr.write(`${line}\n`);
const tenths = (seconds: number) => Number(seconds.toFixed(1));

const LINKS = `
  select state || coalesce(' ' || reason, '') as state, count(*)::int as n from cluster_links group by 1 order by 2 desc`;

/** Takeovers without havoc, then work and havoc at once, then settling, then the verdict. */
async function story(system: System, havoc: Havoc, random: Random) {
  const client = new Client(system.base, system.key);
  const actors = new Actors(client, random, { runs });
  await actors.prepare();
  say('measuring takeovers …');
  const takeovers = await measureTakeovers(system, actors, (point) => (havoc.armed = point));
  const [before, beforeAt] = [system.kills, system.killedAt];
  let over = false;
  say('havoc …');
  const pace = (made: number) => made <= (runs * (system.kills - before + 2)) / kills;
  const people = Array.from({ length: PEOPLE }, () => actors.work(() => over, pace));
  const mover = new Mover(system, random);
  const moving = mover.work(() => over);
  await Promise.all([havoc.wreak(system, kills).finally(() => (over = true)), moving, ...people]);
  const killed = Object.entries(system.killedAt).map(([point, n]): [string, number] => [
    point,
    n - (beforeAt[point] ?? 0),
  ]);
  say('settling …');
  const { deadLetters } = await settle(system);
  await system.command('originals', 'move');
  // As if seven days had passed: a deletion now may remove nothing that is needed.
  await system.sql.query(`update object_tombstones set not_before = now() - interval '1 minute'`);
  const collected = await system.command<{ deleted: number }>('gc');
  const violations = await violationsOf(system.sql, system.store, actors.ledger);
  violations.push(...client.unexpected);
  const slow = Math.max(...Object.values(takeovers));
  if (slow > TAKEOVER_S) violations.push(`a link was taken over only after ${tenths(slow)} s`);
  const links = (await system.sql.query<{ state: string; n: number }>(LINKS)).rows.map(({ state, n }) => [state, n]);
  const counts = { links: Object.fromEntries(links) as object, deadLetters, objectsCollected: collected.deleted };
  Object.assign(counts, { exposed: mover.exposed });
  return { actors, killed: { ...Object.fromEntries(killed), ...mover.killedAt }, takeovers, violations, counts };
}

type Story = Awaited<ReturnType<typeof story>>;

function report(system: System, havoc: Havoc, { actors, killed, takeovers, violations, counts }: Story): object {
  return {
    seed,
    store: values.store,
    runs: actors.answered,
    killed,
    postgresCrashes: havoc.postgresCrashes,
    faults: system.store.injected,
    operations: actors.done,
    winnersCompared: actors.ledger.promisedWinners().length,
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
/** Ctrl-C ends everything that was started. */
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void system.stop({ keep: true }).finally(() => process.exit(1)));
}

try {
  const outcome = await story(system, havoc, random);
  await system.stopServers();
  outcome.violations.push(...system.servers.flatMap(({ failures }) => failures));
  process.stdout.write(`${JSON.stringify(report(system, havoc, outcome), null, 2)}\n`);
  say(outcome.violations.length === 0 ? 'No violation.' : `${outcome.violations.length} violations.`);
  process.exitCode = outcome.violations.length === 0 ? 0 : 1;
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
} finally {
  havoc.on = false;
  await system.stop({ keep: values.keep || process.exitCode !== 0 });
}
process.exit();
