import { setTimeout as pause } from 'node:timers/promises';
import { untilDeadline } from '../../libs/kernel/src/until-deadline.ts';

const POINTS = ['file-read', 'put', 'head', 'before-commit', 'committed'];
const REMAINING = `
  select (select count(*)::int from cluster_links where state = 'pending' or reason = 'storage_unavailable') as links,
         (select count(*)::int from pgboss.job where name = 'events' and state in ('created', 'retry', 'active')) as events`;

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

  async wreak(system, kills) {
    this.on = true;
    const target = system.kills + kills;
    const trouble = this.troubleStore(system.store);
    while (system.kills < target) {
      await pause(this.random.whole(500, 2_500));
      await this.strike(system);
    }
    this.on = false;
    await trouble;
  }

  async strike(system) {
    const what = this.random.weighted({ worker: 6, api: 2, postgres: 1, upgrade: 1 });
    if (what === 'upgrade') return this.random.of(system.servers).restart();
    if (what !== 'postgres') return (what === 'api' ? system.api : this.random.of(system.workers)).kill();
    this.postgresCrashes += 1;
    return system.postgres.crash();
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
  const settled = async () => {
    const { links, events } = (await system.sql.query(REMAINING)).rows[0];
    return links === 0 && events === 0;
  };
  await untilDeadline('everything to settle', settled, { seconds: 900, everyMs: 250 });
}
