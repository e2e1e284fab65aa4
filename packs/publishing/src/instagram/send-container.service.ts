import { Injectable } from '@nestjs/common';
import type { PublishActs, PublishOutcome } from '../providers/provider.ts';
import { AccountPausedError } from '../providers/account-paused.error.ts';
import { BindMediumService } from './bind-medium.service.ts';
import { ContainerRows, type SentFacts } from './container-rows.ts';
import { classOf, codeOf, detailOf } from './failure-class.ts';
import type { GraphAnswer, GraphFailure } from './graph-answers.ts';
import { again, pauseOf } from './outcomes.ts';
import type { MadeContainer } from './prepare-container.service.ts';
import { reachedStep } from './publish-progress.ts';
import type { SentPost } from './sent-post.ts';

/** After which an unreadable outcome is read again, in seconds. */
const READ_AGAIN_S = [60, 120, 300, 900, 3_600];
const HOUR_S = 3_600;
/** Until the account may go on. */
const PAUSED_S = 300;
const DAY_S = 24 * HOUR_S;
/** The same container may be sent any number of times: after these, once an hour until it ends. */
const OFTEN_SENT = 5;

/** The request that publishes, and what can be known of it afterwards: by the status of its container alone. */
@Injectable()
export class SendContainerService {
  constructor(
    private readonly rows: ContainerRows,
    private readonly binding: BindMediumService,
  ) {}

  /** Sends once. Anything but an id is read from the container, also a clear refusal. */
  async send(
    sent: SentPost,
    container: MadeContainer,
    { acts, isAgain = false }: { acts: PublishActs; isAgain?: boolean },
  ): Promise<PublishOutcome> {
    const { leased, client } = sent;
    reachedStep('sending', leased.postId);
    try {
      await acts.sending((manager) => this.rows.sending(manager, leased, container.id));
    } catch (error) {
      if (!(error instanceof AccountPausedError)) throw error;
      const detail = 'The account was paused before it was sent.';
      return isAgain ? waiting(detail, 60) : { outcome: 'later', seconds: 0, code: 'account_paused', detail };
    }
    reachedStep('marked', leased.postId);
    const answer = await client.publish(container.containerId);
    reachedStep('sent', leased.postId);
    if (answer.kind !== 'ok') return this.read(sent, container, { acts, refusal: answer });
    return { outcome: 'published', at: new Date(), mediaId: answer.value, permalink: null };
  }

  /** What became of it. @param refusal what was answered to the request that publishes */
  async read(
    sent: SentPost,
    container: MadeContainer,
    { acts, refusal }: { acts: PublishActs; refusal?: GraphFailure },
  ): Promise<PublishOutcome> {
    const answer = await sent.client.status(container.containerId);
    reachedStep('read', sent.leased.postId);
    if (answer.kind !== 'ok') return this.unreadable(sent, container, refusal ?? answer);
    const facts = await this.rows.read(sent.leased, container.id, answer.value === 'FINISHED');
    switch (answer.value) {
      case 'PUBLISHED':
        await this.rows.seen(sent.leased, container.id, 'PUBLISHED');
        return this.binding.execute(sent, { at: facts.firstSentAt, seconds: facts.sentFor });
      case 'ERROR':
      case 'EXPIRED':
        await this.rows.seen(sent.leased, container.id, answer.value);
        return this.ended(sent, { acts, status: answer.value });
      case 'IN_PROGRESS':
        return waiting('It is still being prepared.', 60, refusal);
      case 'FINISHED':
        return this.unpublished(sent, container, { acts, refusal, facts });
    }
  }

  /** Two readings say that nothing was published: the same container is sent again. */
  private async unpublished(
    sent: SentPost,
    container: MadeContainer,
    { acts, refusal, facts }: { acts: PublishActs; refusal?: GraphFailure; facts: SentFacts },
  ): Promise<PublishOutcome> {
    const isQuota = refusal && classOf(refusal) === 'quota';
    if (isQuota) return waiting('It is not published.', HOUR_S, refusal);
    if (facts.secondsToResend > 0) return waiting('It is not published yet.', facts.secondsToResend, refusal);
    const hourLeft = HOUR_S - facts.sentFor;
    if (sent.attempts >= OFTEN_SENT && hourLeft > 0)
      return waiting(`It was tried ${sent.attempts} times.`, hourLeft, refusal);
    if (!(await acts.resume())) return waiting('Its account is paused, or publishes another post.', PAUSED_S, refusal);
    return this.send({ ...sent, attempts: sent.attempts + 1 }, container, { acts, isAgain: true });
  }

  /** It was not published, and never will be. @param status of its container */
  async ended(sent: SentPost, { acts, status }: { acts: PublishActs; status: string }): Promise<PublishOutcome> {
    if (!(await acts.resume({ evenPaused: true }))) return waiting('Its account publishes another post.', 60);
    return again('container_dead', `Instagram gave up what it prepared (${status}).`, sent.attempts);
  }

  private async unreadable(
    sent: SentPost,
    container: MadeContainer,
    failure: Exclude<GraphAnswer<never>, { kind: 'ok' }>,
  ): Promise<PublishOutcome> {
    const { reads, sentFor } = await this.rows.read(sent.leased, container.id, false);
    const seconds = sentFor > DAY_S ? null : (READ_AGAIN_S[reads - 1] ?? HOUR_S);
    return { ...waiting('Nothing says whether it was published.', seconds, failure), code: codeOf(failure) };
  }
}

/** Read again after these seconds; null: a person decides. */
function waiting(
  detail: string,
  seconds: number | null,
  failure?: GraphFailure,
): Extract<PublishOutcome, { outcome: 'unknown' }> {
  const pause = failure && pauseOf(failure);
  const why = failure ? ` ${detailOf(failure)}` : '';
  return { outcome: 'unknown', detail: detail + why, seconds, ...(pause && { pause }) };
}
