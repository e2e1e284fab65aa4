import { Injectable, Logger } from '@nestjs/common';
import { Database } from '@trellis/database';
import { forLog } from '@trellis/kernel';
import { PublishAccountEntity } from '../accounts/account.entity.ts';
import { Pace } from '../instagram/pace.ts';
import { reachedStep } from '../instagram/publish-progress.ts';
import type { LeasedPost, Provider, PublishActs, PublishOutcome } from '../providers/provider.ts';
import { Providers } from '../registry/providers.ts';
import { LeaseLostError } from '../providers/lease-lost.error.ts';
import { LEASE_S, Leases } from './leases.ts';
import { SettlePostService } from './settle-post.service.ts';

/** Of its life, after which a lease is renewed. */
const RENEWED = 1 / 3;
const LOST: PublishOutcome = { outcome: 'unknown', detail: 'The process does not know what became of it.' };

/** Publishes one post under its lease, or reads what became of it, and writes the outcome. */
@Injectable()
export class PublishPostService {
  private readonly log = new Logger('Publishing');

  constructor(
    private readonly database: Database,
    private readonly leases: Leases,
    private readonly providers: Providers,
    private readonly settling: SettlePostService,
    private readonly pace: Pace,
  ) {}

  execute(leased: LeasedPost): Promise<void> {
    return this.leased(leased, (provider, acts) => provider.publish(leased, acts));
  }

  read(leased: LeasedPost): Promise<void> {
    return this.leased(leased, (provider, acts) => provider.read(leased, acts));
  }

  private async leased(
    leased: LeasedPost,
    work: (provider: Provider, acts: PublishActs) => Promise<PublishOutcome>,
  ): Promise<void> {
    const { provider } = await this.database.manager.findOneByOrFail(PublishAccountEntity, { id: leased.accountId });
    const renewal = setInterval(() => this.renew(leased), this.pace.seconds(LEASE_S * RENEWED) * 1_000);
    const acts: PublishActs = {
      sending: (also) => this.leases.markSent(leased, also),
      resume: (options) => this.leases.resume(leased, options),
    };
    try {
      await this.settling.execute(leased, await work(this.providers.of(provider), acts));
      reachedStep('settled', leased.postId);
    } catch (error) {
      if (error instanceof LeaseLostError) return;
      this.log.warn({ postId: leased.postId, ...forLog(error) }, 'the outcome of a post is not known');
      await this.settling.execute(leased, LOST);
    } finally {
      clearInterval(renewal);
    }
  }

  private renew(leased: LeasedPost): void {
    this.leases.renew(leased).catch((error: unknown) => {
      this.log.warn({ postId: leased.postId, ...forLog(error) }, 'a lease could not be renewed');
    });
  }
}
