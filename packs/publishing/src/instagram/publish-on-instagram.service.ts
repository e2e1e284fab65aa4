import { Injectable } from '@nestjs/common';
import type { LeasedPost, PublishActs, PublishOutcome } from '../providers/provider.ts';
import { ContainerRows } from './container-rows.ts';
import { InstagramAccounts } from './instagram-accounts.service.ts';
import { outcomeOf } from './outcomes.ts';
import { StoppedError } from './pace.ts';
import { BindMediumService } from './bind-medium.service.ts';
import { PrepareContainerService, type MadeContainer } from './prepare-container.service.ts';
import { reachedStep } from './publish-progress.ts';
import { QuotaService } from './quota.service.ts';
import { SendContainerService } from './send-container.service.ts';
import type { SentPost } from './sent-post.ts';
import { SentPosts } from './sent-posts.service.ts';

const HOUR_S = 3_600;
/** As long as a container lives. */
const DAY_MS = 24 * 3_600_000;

/** What a post needs before anything is asked of Instagram. */
@Injectable()
export class SendablePosts {
  constructor(
    private readonly accounts: InstagramAccounts,
    private readonly posts: SentPosts,
    private readonly quotas: QuotaService,
  ) {}

  /** Undefined values of the client: the account is not connected. */
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

  /** Undefined: the account may publish. */
  async quotaOutcome({ leased, client, attempts }: SentPost): Promise<PublishOutcome | undefined> {
    const quota = await this.quotas.kept(leased.accountId, client);
    if ('kind' in quota) return outcomeOf(quota, attempts);
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
    try {
      const sent = await this.sendable.open(leased);
      if (!('client' in sent)) return sent;
      return (await this.sendable.quotaOutcome(sent)) ?? (await this.prepareAndSend(sent, acts));
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
      return { outcome: 'later', seconds: 0, code: 'interrupted', detail: 'The process ended before it was sent.' };
    }
  }

  /** What became of a post that was sent. */
  async read(leased: LeasedPost, acts: PublishActs): Promise<PublishOutcome> {
    const sent = await this.sendable.open(leased);
    if (!('client' in sent))
      return { outcome: 'unknown', seconds: HOUR_S, detail: 'detail' in sent ? sent.detail : 'It cannot be read.' };
    const main = (await this.rows.living(leased.postId)).find(({ role }) => role === 'main');
    if (!main?.containerId)
      return { outcome: 'unknown', seconds: null, detail: 'It was sent, and nothing says by which container.' };
    return this.sends.read(sent, main as MadeContainer, { acts });
  }

  private async prepareAndSend(sent: SentPost, acts: PublishActs): Promise<PublishOutcome> {
    const prepared = await this.containers.execute(sent);
    if (prepared.kind === 'ended') return prepared.outcome;
    if (prepared.kind === 'published') return this.binding.execute(sent, new Date(Date.now() - DAY_MS));
    return this.sends.send(sent, prepared.container, acts);
  }
}
