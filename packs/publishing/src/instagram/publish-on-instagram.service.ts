import { Injectable } from '@nestjs/common';
import type { LeasedPost, PublishActs, PublishOutcome } from '../providers/provider.ts';
import { ContainerRows, isLiving } from './container-rows.ts';
import { InstagramAccounts } from './instagram-accounts.service.ts';
import { classOf } from './failure-class.ts';
import { again, outcomeOf } from './outcomes.ts';
import { StoppedError } from './pace.ts';
import { BindMediumService } from './bind-medium.service.ts';
import { PrepareContainerService, type Prepared } from './prepare-container.service.ts';
import { reachedStep } from './publish-progress.ts';
import { QuotaService } from './quota.service.ts';
import { SendContainerService } from './send-container.service.ts';
import type { SentPost } from './sent-post.ts';
import { SentPosts } from './sent-posts.service.ts';

const HOUR_S = 3_600;
const UNREAD = 'Instagram did not say how many posts the account may publish.';

/** What a post needs before anything is asked of Instagram. */
@Injectable()
export class SendablePosts {
  constructor(
    private readonly accounts: InstagramAccounts,
    private readonly posts: SentPosts,
    private readonly quotas: QuotaService,
  ) {}

  /** To be published: everything that is sent. */
  async open(leased: LeasedPost): Promise<SentPost | PublishOutcome> {
    const account = await this.accounts.open(leased.accountId);
    if (account.kind === 'closed') {
      const { pause, detail } = account;
      return { outcome: 'later', seconds: 0, code: pause.reason, detail, pause };
    }
    const sent = await this.posts.of(leased, account.client);
    if ('client' in sent) return sent;
    return { outcome: 'failed', code: 'preflight_failed', ...sent };
  }

  /** To be read: its pictures need not be there any more. */
  async reading(leased: LeasedPost): Promise<SentPost | PublishOutcome> {
    const account = await this.accounts.open(leased.accountId);
    if (account.kind === 'open') return this.posts.asSent(leased, account.client);
    const { pause, detail } = account;
    return { outcome: 'unknown', seconds: HOUR_S, detail, pause };
  }

  /** Undefined: the account may publish. */
  async quotaOutcome({ leased, client, attempts }: SentPost): Promise<PublishOutcome | undefined> {
    const quota = await this.quotas.kept(leased.accountId, client);
    if ('kind' in quota)
      return classOf(quota) === 'content' ? again('quota', UNREAD, attempts) : outcomeOf(quota, attempts);
    const { used, total } = quota;
    if (used < total) return undefined;
    const detail = `The account has published ${used} of ${total} posts in 24 hours.`;
    return { outcome: 'later', seconds: HOUR_S, code: 'quota', detail };
  }
}

/** The steps of a post: its container, its publication, and what became of it. */
@Injectable()
export class PublishOnInstagram {
  constructor(
    private readonly sendable: SendablePosts,
    private readonly containers: PrepareContainerService,
    private readonly sends: SendContainerService,
    private readonly rows: ContainerRows,
    private readonly binding: BindMediumService,
  ) {}

  async publish(leased: LeasedPost, acts: PublishActs): Promise<PublishOutcome> {
    reachedStep('taken', leased.postId);
    const sent = await this.sendable.open(leased);
    if (!('client' in sent)) return sent;
    const full = await this.sendable.quotaOutcome(sent);
    if (full) return full;
    const prepared = await this.prepare(sent);
    if (prepared.kind === 'ended') return prepared.outcome;
    if (prepared.kind === 'ready') return this.sends.send(sent, prepared.container, { acts });
    const at = (await this.rows.lastSent(leased.postId))?.firstSentAt ?? leased.takenAt;
    return this.binding.execute(sent, { at, seconds: 0 });
  }

  /** What became of a post that was sent. */
  async read(leased: LeasedPost, acts: PublishActs): Promise<PublishOutcome> {
    const sent = await this.sendable.reading(leased);
    if (!('client' in sent)) return sent;
    const last = await this.rows.lastSent(leased.postId);
    if (!last?.containerId)
      return { outcome: 'unknown', seconds: null, detail: 'It was sent, and nothing says by which container.' };
    const container = { id: last.id, containerId: last.containerId };
    if (isLiving(last.state)) return this.sends.read(sent, container, { acts });
    return this.sends.ended(sent, { acts, status: last.state });
  }

  /** Until nothing has been sent, the end of the process only postpones it. */
  private async prepare(sent: SentPost): Promise<Prepared> {
    try {
      return await this.containers.execute(sent);
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
      const detail = 'The process ended before it was sent.';
      return { kind: 'ended', outcome: { outcome: 'later', seconds: 0, code: 'interrupted', detail } };
    }
  }
}
