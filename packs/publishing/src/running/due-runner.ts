import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { RepeatedWork } from '@trellis/kernel';
import type { BackgroundWorker } from '@trellis/manifest';
import { PublishingGuard } from '../guard/publishing-guard.ts';
import { Providers } from '../providers/providers.ts';
import { CheckDueService } from './check-due.service.ts';
import { Leases } from './leases.ts';
import { PublishPostService } from './publish-post.service.ts';
import { ZoneDataService } from './zone-data.service.ts';

const EVERY_MS = 5_000;

/** What a tick does, in this order. */
@Injectable()
export class DueSteps {
  constructor(
    private readonly zones: ZoneDataService,
    private readonly checks: CheckDueService,
    private readonly leases: Leases,
    private readonly publishing: PublishPostService,
    private readonly providers: Providers,
  ) {}

  async run(isOver: () => boolean): Promise<void> {
    const names = this.providers.publishing;
    await this.zones.recompute();
    await this.checks.checkSoon();
    await this.leases.reclaim();
    await this.checks.failMissed(names);
    while (!isOver()) {
      const leased = await this.leases.take(names);
      if (!leased) return;
      await this.publishing.execute(leased);
    }
  }
}

/** Looks every five seconds for what is due, by the database's clock, unless publishing is off or waits for a person. */
@Injectable()
export class DueRunner implements BackgroundWorker, BeforeApplicationShutdown {
  private readonly log = new Logger('Publishing');
  private stopped = false;
  private readonly ticking = new RepeatedWork(
    EVERY_MS,
    () => this.tick(),
    (error) => this.log.error({ err: error }, 'a look for due posts failed; the next is in 5 s'),
  );

  constructor(
    private readonly guard: PublishingGuard,
    private readonly steps: DueSteps,
  ) {}

  start(): void {
    this.ticking.start();
  }

  async tick(): Promise<void> {
    if ((await this.guard.check()).state === 'running') await this.steps.run(() => this.stopped);
  }

  /** Finishes the post that is being published. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.ticking.stop();
  }
}
