import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../crash/random.ts';
import type { FakeProcess } from './fake-process.ts';
import type { GenerationSystem } from './generation-system.ts';

/** What a server is ordered to do wrong, and how often relative to the others. */
const ORDERS = {
  missing_view: 1,
  refuse_next: 1,
  silence: 2,
  drop_answer: 3,
  error_500_but_queue: 2,
  oom_next: 1,
  fail_next: 1,
  truncate_view: 2,
  deaf_socket: 1,
};
const SILENCE_S = 6;

/** Kills workers and servers, and crashes PostgreSQL, until there were enough kills. */
export class Trouble {
  readonly done: Record<string, number> = {};
  /** Workers that were killed, and servers that lost their memory. */
  kills = 0;
  private readonly system: GenerationSystem;
  private readonly random: Random;

  constructor(system: GenerationSystem, random: Random) {
    this.system = system;
    this.random = random;
  }

  /** @param kills at least; each of the kinds happens at least once */
  async make(kills: number): Promise<void> {
    while (this.kills < kills || !this.done.postgres || !this.done.die || !this.done.silence) {
      await pause(this.random.whole(300, 2_500));
      await this.strike();
    }
  }

  private async strike(): Promise<void> {
    const what = this.random.weighted({ worker: 5, die: 3, order: 5, postgres: 1 });
    const fake = this.random.of(this.system.fakes) as FakeProcess;
    if (what === 'order') return this.order(fake);
    this.count(what);
    if (what === 'postgres') return this.system.postgres.crash();
    this.kills += 1;
    if (what === 'worker') this.random.of(this.system.workers)?.kill();
    else await fake.order({ do: 'die', seconds: this.random.whole(1, 8) });
  }

  private async order(fake: FakeProcess): Promise<void> {
    const what = this.random.weighted(ORDERS);
    this.count(what);
    await fake.order({ do: what, ...(what === 'silence' ? { seconds: SILENCE_S } : {}) });
  }

  private count(what: string): void {
    this.done[what] = (this.done[what] ?? 0) + 1;
  }
}
