import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { forLog, RepeatedWork } from '@trellis/kernel';
import type { BackgroundWorker } from '@trellis/manifest';
import { PublishingGuard } from '../guard/publishing-guard.ts';
import { Pace } from '../instagram/pace.ts';
import type { LeasedPost } from '../providers/provider.ts';
import { Providers } from '../registry/providers.ts';
import { AccountsAtWork } from './accounts-at-work.service.ts';
import { CheckDueService } from './check-due.service.ts';
import { Leases } from './leases.ts';
import { PublishPostService } from './publish-post.service.ts';
import { ZoneDataService } from './zone-data.service.ts';

const EVERY_S = 5;
/** Posts of different accounts at a time: each waits minutes for its provider. */
const MOST_AT_ONCE = 8;

/** Posts that are being published or read by this process. */
@Injectable()
export class PublishingPosts {
  private readonly log = new Logger('Publishing');
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly leases: Leases,
    private readonly publishing: PublishPostService,
    private readonly providers: Providers,
  ) {}

  /** The providers that publish by themselves. */
  get names(): readonly string[] {
    return this.providers.publishing;
  }

  /** Takes what is due, as far as there is room. */
  async begin(isOver: () => boolean): Promise<boolean> {
    const names = this.names;
    let began = false;
    while (!isOver() && this.running.size < MOST_AT_ONCE) {
      const unread = await this.leases.takeUnread(names);
      const due = unread ?? (await this.leases.take(names));
      if (!due) break;
      began = true;
      this.run(due, unread ? this.publishing.read(due) : this.publishing.execute(due));
    }
    return began;
  }

  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private run({ postId }: LeasedPost, work: Promise<void>): void {
    const watched = work
      .catch((error: unknown) => this.log.error({ postId, ...forLog(error) }, 'a post is settled after its lease'))
      .finally(() => this.running.delete(watched));
    this.running.add(watched);
  }
}

/** What a tick does, in this order. */
@Injectable()
export class DueSteps {
  constructor(
    private readonly zones: ZoneDataService,
    private readonly checks: CheckDueService,
    private readonly leases: Leases,
    private readonly accounts: AccountsAtWork,
    readonly posts: PublishingPosts,
  ) {}

  async begin(isOver: () => boolean): Promise<boolean> {
    await this.accounts.resume();
    await this.zones.recompute();
    await this.checks.checkSoon();
    await this.leases.reclaim();
    await this.checks.failMissed(this.posts.names);
    const began = await this.posts.begin(isOver);
    await this.accounts.findPermalinks();
    await this.accounts.refreshTokens();
    return began;
  }

  /** Until nothing is due. */
  async run(isOver: () => boolean): Promise<void> {
    while (await this.begin(isOver)) await this.posts.idle();
  }
}

/** Looks every five seconds for what is due, by the database's clock, unless publishing is off or waits for a person. */
@Injectable()
export class DueRunner implements BackgroundWorker, BeforeApplicationShutdown {
  private readonly log = new Logger('Publishing');
  private stopped = false;
  private readonly ticking: RepeatedWork;

  constructor(
    private readonly guard: PublishingGuard,
    private readonly steps: DueSteps,
    private readonly pace: Pace,
  ) {
    const failed = (error: unknown) =>
      this.log.error({ err: error }, 'a look for due posts failed; the next is in 5 s');
    this.ticking = new RepeatedWork(this.pace.seconds(EVERY_S) * 1_000, () => this.look(), failed);
  }

  start(): void {
    this.ticking.start();
  }

  /** With everything that it begins. */
  async tick(): Promise<void> {
    if ((await this.guard.check()).state === 'running') await this.steps.run(() => this.stopped);
  }

  /** Waits for Instagram end; what was being sent is finished. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.pace.stop();
    await this.ticking.stop();
    await this.steps.posts.idle();
  }

  private async look(): Promise<void> {
    if ((await this.guard.check()).state === 'running') await this.steps.begin(() => this.stopped);
  }
}
