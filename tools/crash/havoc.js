import { setTimeout as pause } from 'node:timers/promises';
import { untilDeadline } from '../../libs/kernel/src/until-deadline.ts';

const PATIENCE_MS = 3_600_000;
const POINTS = ['file-read', 'put', 'head', 'before-commit', 'committed'];
const REMAINING = `
  select (select count(*)::int from cluster_links where state = 'pending' or reason = 'storage_unavailable') as links,
         (select count(*)::int from pgboss.job where name = 'clustering.link-winner' and state in ('created', 'retry', 'active')) as events,
         (select count(*)::int from pgboss.job where name = 'events.dead' and state = 'created') as dead`;

/** Kills servers, tears PostgreSQL down and makes the store fail, until there were enough kills; then leaves all in peace. */
export class Havoc {
  constructor(random) {
    Object.assign(this, { random, on: false, armed: {}, postgresCrashes: 0 });
  }

  /** Three of four workers die at a named point, some links after their start; the others when their time comes. */
  nextPoint = () =>
    this.on && this.random.chance(0.75)
      ? { CRASH_POINT: this.random.of(POINTS), CRASH_NTH: String(this.random.whole(1, 4)) }
      : this.armed;

  /** Until there were enough kills, and everything that can go wrong has gone wrong at least once; or until `on` is taken away. */
  async wreak(system, kills) {
    this.on = true;
    const target = system.kills + kills;
    await Promise.all([this.troubleStore(system.store), this.troubleServers(system, target)]);
    this.on = false;
  }

  async troubleServers(system, target) {
    const deadline = Date.now() + PATIENCE_MS;
    const missing = () => Object.entries(system.store.injected).find(([, n]) => n === 0)?.[0];
    while (this.on && (system.kills < target || this.postgresCrashes === 0 || missing())) {
      if (Date.now() > deadline) throw new Error(`no ${missing() ?? 'crash of PostgreSQL, or too few kills'} in time`);
      await pause(this.random.whole(500, 2_500));
      if (system.kills < target) await this.strike(system);
      else if (this.postgresCrashes === 0) await this.crashPostgres(system);
    }
    this.on = false;
  }

  crashPostgres(system) {
    this.postgresCrashes += 1;
    return system.postgres.crash();
  }

  async strike(system) {
    const what = this.random.weighted({ worker: 6, api: 2, postgres: 1, upgrade: 1 });
    if (what === 'upgrade') return this.random.of(system.servers).restart();
    if (what !== 'postgres') return (what === 'api' ? system.api : this.random.of(system.workers)).kill();
    return this.crashPostgres(system);
  }

  async troubleStore(store) {
    while (this.on) {
      await pause(this.random.whole(500, 3_000));
      await store.fail(this.random.whole(200, 2_500));
    }
  }
}

/** New servers that nothing threatens; then nothing may stay pending: the last event is handled, the last link settled. */
export async function settle(system) {
  for (const server of system.servers) server.kill();
  await pause(500);
  await Promise.all(system.servers.map((server) => server.ready()));
  let deadLetters = 0;
  const settled = async () => {
    const { links, events, dead } = (await system.sql.query(REMAINING)).rows[0];
    deadLetters = Math.max(deadLetters, dead);
    return links === 0 && events === 0 && dead === 0;
  };
  await untilDeadline('everything to settle', settled, { seconds: 900, everyMs: 250 });
  return { deadLetters };
}
