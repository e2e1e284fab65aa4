import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../crash/random.ts';
import type { PublishSystem } from './publish-system.ts';

/** What Instagram does wrong, where, and how often relative to the others. */
const ORDERS = {
  'media_publish drop_answer_after': 4,
  'media_publish execute_later': 4,
  'media_publish lie_2207051': 3,
  'media_publish error_500': 2,
  'media_publish html': 1,
  'media_publish slow': 2,
  'media_publish auth_463': 1,
  'media_publish rate_4': 1,
  'media_publish quota_used': 1,
  'media_publish error_container': 1,
  'media drop_answer_after': 3,
  'media execute_later': 1,
  'media error_500': 1,
  'media html': 1,
  'media auth_463': 1,
  'media rate_4': 1,
  'media error_container': 2,
  'status error_500': 2,
  'status html': 2,
  'status drop_answer_after': 1,
  'status error_container': 1,
  'status auth_463': 1,
  'content_publishing_limit quota_used': 1,
  'content_publishing_limit error_500': 1,
};
/** As late as a request may be executed before it is sent again: two minutes of the fast clock are three seconds. */
const MOST_LATE_S = 2;

/** Kills workers at any moment, crashes PostgreSQL, and orders faults, until there were enough kills. */
export class PublishTrouble {
  readonly done: Record<string, number> = {};
  private readonly system: PublishSystem;
  private readonly random: Random;

  constructor(system: PublishSystem, random: Random) {
    this.system = system;
    this.random = random;
  }

  async make(isEnough: () => boolean): Promise<void> {
    while (!isEnough() || !this.done.postgres) {
      await pause(this.random.whole(200, 1_200));
      await this.strike();
    }
  }

  private async strike(): Promise<void> {
    const what = this.random.weighted({ worker: 3, order: 6, postgres: 0.6 });
    if (what === 'order') return this.order();
    this.count(what);
    if (what === 'postgres') return this.system.postgres.crash();
    this.random.of(this.system.workers)?.kill();
  }

  private async order(): Promise<void> {
    const what = this.random.weighted(ORDERS);
    const [on = '', act = ''] = what.split(' ');
    this.count(what);
    await this.system.fakes[0]?.order({ on, do: act, seconds: this.random.next() * MOST_LATE_S });
  }

  private count(what: string): void {
    this.done[what] = (this.done[what] ?? 0) + 1;
  }
}
