import { Injectable, Logger } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { explainError, forLog } from '@trellis/kernel';
import { PublicPictures } from '@trellis/photos';
import type { PublishAccountEntity } from '../accounts/account.entity.ts';
import type { PostProblem } from '../problems/post-problem.ts';
import { classOf, detailOf } from './failure-class.ts';
import type { GraphAnswer } from './graph-answers.ts';
import { InstagramAccounts } from './instagram-accounts.service.ts';
import { InstagramSettings } from './instagram.settings.ts';
import { isLoopback } from './public-pictures.ts';
import { QuotaService } from './quota.service.ts';

/** What of an account is read beside its posts. */
@Injectable()
export class InstagramHealth {
  private readonly log = new Logger('Publishing');

  constructor(
    private readonly accounts: InstagramAccounts,
    private readonly quotas: QuotaService,
    private readonly pictures: PublicPictures,
    private readonly config: TrellisConfig,
  ) {}

  /** Whose token it is, what it may do, how much of the quota is left, and whether a picture can be fetched. */
  async check({ id: accountId, personaId }: PublishAccountEntity): Promise<PostProblem[]> {
    const account = await this.accounts.open(accountId);
    if (account.kind === 'closed') return [{ code: account.pause.reason, detail: account.detail }];
    const profile = await account.client.profile();
    if (profile.kind !== 'ok') return [problemOf(profile)];
    if (profile.value.id !== account.externalId)
      return [{ code: 'other_account', detail: 'The token belongs to another account than externalId.' }];
    const quota = await this.quotas.read(accountId, account.client);
    if ('kind' in quota) return [problemOf(quota)];
    const { used, total } = quota;
    const full = used >= total ? [{ code: 'quota', detail: `It has published ${used} of ${total} posts today.` }] : [];
    return [...full, ...(await this.pictureProblems(personaId))];
  }

  private async pictureProblems(personaId: string): Promise<PostProblem[]> {
    const problem = await this.pictures.sample(personaId);
    if (
      problem === null ||
      (problem === 'loopback' && isLoopback(this.config.of(InstagramSettings).INSTAGRAM_GRAPH_URL))
    )
      return [];
    return [{ code: problem, detail: 'The newest picture of the persona cannot be fetched from its public address.' }];
  }

  /** Null when it is not known now. */
  async permalinkOf(accountId: string, mediaId: string): Promise<string | null> {
    const account = await this.accounts.open(accountId);
    if (account.kind === 'closed') return null;
    const answer = await account.client.permalink(mediaId);
    return answer.kind === 'ok' ? answer.value : null;
  }

  async media(accountId: string): Promise<object[]> {
    const account = await this.accounts.open(accountId);
    if (account.kind === 'closed') return [];
    const answer = await account.client.media();
    if (answer.kind !== 'ok') return [];
    return answer.value.map(({ id, at, type, caption, permalink }) => ({
      id,
      at,
      type,
      caption: caption ?? null,
      permalink,
    }));
  }

  /** A picture that could not be looked at stays unproven, and the preflight says so. */
  async prove(photoIds: readonly string[]): Promise<void> {
    for (const id of photoIds)
      await this.pictures.prove(id).catch((error: unknown) => {
        this.log.warn({ photoId: id, reason: explainError(error), ...forLog(error) }, 'a picture was not looked at');
      });
  }
}

const problemOf = (failure: Exclude<GraphAnswer<never>, { kind: 'ok' }>): PostProblem => ({
  code: classOf(failure) === 'auth' ? 'needs_login' : classOf(failure),
  detail: detailOf(failure),
});
