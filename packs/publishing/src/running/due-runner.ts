import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { forLog, RepeatedWork } from '@trellis/kernel';
import type { BackgroundWorker } from '@trellis/manifest';
import { PublishingGuard } from '../guard/publishing-guard.ts';
import { Pace } from '../instagram/pace.ts';
import type { LeasedPost } from '../providers/provider.ts';
import { Providers } from '../registry/providers.ts';
import { AccountsAtWork } from './accounts-at-work.service.ts';
import { Beside } from './beside.ts';
import { CheckDueService } from './check-due.service.ts';
import { Leases } from './leases.ts';
import { PublishPostService } from './publish-post.service.ts';
import { ZoneDataService } from './zone-data.service.ts';

const EVERY_S = 5;
/** Posts of different accounts at a time: each waits minutes for its provider. Readings have places of their own. */
const MOST_AT_ONCE = 8;
const MOST_READINGS = 4;

/** Posts that are being published or read by this process. */
@Injectable()
export class PublishingPosts {
  private readonly log = new Logger('Publishing');
  private readonly publications = new Set<Promise<void>>();
  private readonly readings = new Set<Promise<void>>();

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
    const before = this.readings.size + this.publications.size;
    while (!isOver() && this.readings.size < MOST_READINGS) {
      const unread = await this.leases.takeUnread(this.names);
      if (!unread) break;
      this.run(this.readings, unread, this.publishing.read(unread));
    }
    while (!isOver() && this.publications.size < MOST_AT_ONCE) {
      const due = await this.leases.take(this.names);
      if (!due) break;
      this.run(this.publications, due, this.publishing.execute(due));
    }
    return this.readings.size + this.publications.size > before;
  }

  async idle(): Promise<void> {
    while (this.readings.size + this.publications.size > 0) await Promise.all([...this.readings, ...this.publications]);
  }

  private run(running: Set<Promise<void>>, { postId }: LeasedPost, work: Promise<void>): void {
    const watched = work
      .catch((error: unknown) =>
        this.log.error(
          { postId, ...forLog(error) },
          'an outcome was not written; the post is looked at after its lease',
        ),
      )
      .finally(() => running.delete(watched));
    running.add(watched);
  }
}

/** What a tick does. A step that fails or takes long does not keep the others. */
@Injectable()
export class DueSteps {
  private readonly log = new Logger('Publishing');
  private readonly beside = new Beside((what, error) => this.failed(what, error));

  constructor(
    private readonly zones: ZoneDataService,
    private readonly checks: CheckDueService,
    private readonly leases: Leases,
    private readonly accounts: AccountsAtWork,
    readonly posts: PublishingPosts,
  ) {}

  /** Begins what is due. Whether there was something. */
  async begin(isOver: () => boolean): Promise<boolean> {
    await this.step('pauses', () => this.accounts.resume());
    await this.step('zones', () => this.zones.recompute());
    await this.step('leases', () => this.leases.reclaim());
    await this.step('late posts', () => this.checks.failMissed(this.posts.names));
    // They ask other servers.
    this.beside.begin('checks', () => this.checks.checkSoon(isOver));
    this.beside.begin('addresses', () => this.accounts.findPermalinks(isOver));
    this.beside.begin('tokens', () => this.accounts.refreshTokens(isOver));
    return this.posts.begin(isOver);
  }

  /** Until nothing is due. */
  async run(isOver: () => boolean): Promise<void> {
    let wasBegun = true;
    for (let rounds = 0; wasBegun || rounds < 2; rounds += 1) {
      wasBegun = await this.begin(isOver);
      await this.idle();
    }
  }

  async idle(): Promise<void> {
    await this.posts.idle();
    await this.beside.idle();
  }

  private async step(what: string, work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => this.failed(what, error));
  }

  private failed(what: string, error: unknown): void {
    this.log.error({ what, ...forLog(error) }, 'a part of the look for due posts failed; the next is in 5 s');
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
    await this.steps.idle();
  }

  private async look(): Promise<void> {
    if ((await this.guard.check()).state === 'running') await this.steps.begin(() => this.stopped);
  }
}
