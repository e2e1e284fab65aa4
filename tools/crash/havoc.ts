import { setTimeout as pause } from 'node:timers/promises';
import { untilDeadline } from '@trellis/kernel/until-deadline';
import type { Random } from './random.ts';
import type { CrashPoint } from './server-process.ts';
import type { Store } from './stores.ts';
import type { System } from './system.ts';

const PATIENCE_MS = 3_600_000;
const POINTS = [
  ...['file-read', 'put', 'head', 'before-commit', 'committed'],
  ...['attempt-counted', 'reserved', 'stored', 'settled'].map((point) => `rendition-${point}`),
];
const REMAINING = `
  select (select count(*)::int from cluster_links where state = 'pending' or reason = 'storage_unavailable') as links,
         (select count(*)::int from pgboss.job
          where name <> 'events.dead' and state in ('created', 'retry', 'active')) as events,
         (select count(*)::int from photos where readiness = 'preparing') as preparing,
         (select count(*)::int from pgboss.job where name = 'events.dead' and state = 'created') as dead`;

/** Kills servers, crashes PostgreSQL and makes the store fail, until there were enough kills. */
export class Havoc {
  on = false;
  /** Where workers kill themselves while havoc is off. */
  armed: CrashPoint = {};
  postgresCrashes = 0;
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  /** Three of four workers die at a named point, some links after their start. The others are killed at random. */
  nextPoint = (): CrashPoint =>
    this.on && this.random.chance(0.75)
      ? { CRASH_POINT: this.random.of(POINTS) ?? '', CRASH_NTH: String(this.random.whole(1, 4)) }
      : this.armed;

  /** Until there were enough kills and every kind of fault has happened at least once, or `on` is set to false. */
  async wreak(system: System, kills: number): Promise<void> {
    this.on = true;
    const target = system.kills + kills;
    await Promise.all([this.troubleStore(system.store), this.troubleServers(system, target)]);
    this.on = false;
  }

  private async troubleServers(system: System, target: number): Promise<void> {
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

  private crashPostgres(system: System): Promise<void> {
    this.postgresCrashes += 1;
    return system.postgres.crash();
  }

  private async strike(system: System): Promise<void> {
    const what = this.random.weighted({ worker: 6, api: 2, postgres: 1, upgrade: 1 });
    if (what === 'upgrade') return this.random.of(system.servers)?.restart();
    if (what !== 'postgres') return (what === 'api' ? system.api : this.random.of(system.workers))?.kill();
    return this.crashPostgres(system);
  }

  private async troubleStore(store: Store): Promise<void> {
    while (this.on) {
      await pause(this.random.whole(500, 3_000));
      await store.fail(this.random.whole(200, 2_500));
    }
  }
}

/** Restarts every server without faults and waits until every event is handled and every link is settled. */
export async function settle(system: System): Promise<{ deadLetters: number }> {
  for (const server of system.servers) server.kill();
  await pause(500);
  await Promise.all(system.servers.map((server) => server.ready()));
  let deadLetters = 0;
  const settled = async () => {
    const { rows } = await system.sql.query<{ links: number; events: number; preparing: number; dead: number }>(
      REMAINING,
    );
    const [{ links, events, preparing, dead } = { links: 1, events: 1, preparing: 1, dead: 1 }] = rows;
    deadLetters = Math.max(deadLetters, dead);
    return links === 0 && events === 0 && preparing === 0 && dead === 0;
  };
  await untilDeadline('everything to settle', settled, { seconds: 900, everyMs: 250 });
  return { deadLetters };
}
