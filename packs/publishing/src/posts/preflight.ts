import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ContentPolicy, notFound } from '@trellis/kernel';
import { PersonasFacade, type PostingRules } from '@trellis/personas';
import { PhotosForPosts } from '@trellis/photos';
import { PublishAccountEntity } from '../accounts/account.entity.ts';
import { checkCaption, type CaptionWarning } from '../captions/caption-check.ts';
import { RecentCaptions } from '../captions/recent-captions.ts';
import { Providers } from '../registry/providers.ts';
import { photoProblemsOf } from './photo-check.ts';
import { photosOf } from './post-rows.ts';
import { publishingProblems } from '../publishing.problems.ts';
import { PostEntity } from './post.entity.ts';
import type { PostProblem } from '../problems/post-problem.ts';

export interface PreflightResult {
  problems: PostProblem[];
  warnings: CaptionWarning[];
}

const MOST_PHOTOS = 10;
const PROVIDER = 'select a.provider from posts p join publish_accounts a on a.id = p.account_id where p.id = $1';

/** Everything that keeps a post from being published, or is worth a look: at scheduling, shortly before its time, on request. */
@Injectable()
export class Preflight {
  constructor(
    private readonly photos: PhotosForPosts,
    private readonly personas: PersonasFacade,
    private readonly recent: RecentCaptions,
    private readonly policy: ContentPolicy,
    private readonly providers: Providers,
  ) {}

  /** Looks whether the pictures can be fetched, where the provider fetches them. Before anything is locked. */
  async prove(id: string, more: readonly string[] = []): Promise<void> {
    const { manager } = this.recent;
    const [account] = await manager.query<Pick<PublishAccountEntity, 'provider'>[]>(PROVIDER, [id]);
    if (!account) return;
    const photos = await photosOf(manager, id);
    const ids = [...photos.flatMap(({ photoId }) => photoId ?? []), ...more];
    const facts = await this.photos.facts(manager, ids);
    await this.providers.of(account.provider).prove([...facts.values()]);
  }

  /** Of a post as it is now. @throws DomainError post_not_found */
  async of(id: string): Promise<PreflightResult> {
    await this.prove(id);
    const { manager } = this.recent;
    const post = await manager.findOneBy(PostEntity, { id });
    if (!post) throw notFound(publishingProblems.post_not_found);
    return this.check(manager, post);
  }

  async check(manager: EntityManager, post: PostEntity): Promise<PreflightResult> {
    const account = await manager.findOneByOrFail(PublishAccountEntity, { id: post.accountId });
    const rules = (await this.personas.postingRules(post.personaId, manager)) as PostingRules;
    const caption = await this.captionOf(manager, post, rules);
    return {
      problems: [
        ...(account.pausedAt
          ? [problem('account_paused', `The account is paused (${account.pauseReason}). Resume it.`)]
          : []),
        ...(await this.photosOf(manager, post, account)),
        ...caption.problems,
        ...(await this.policed(manager, post)),
      ],
      warnings: caption.warnings,
    };
  }

  private async captionOf(manager: EntityManager, post: PostEntity, rules: PostingRules) {
    const recent = await this.recent.of(manager, post.personaId, post.id);
    return checkCaption(rules, { caption: post.caption, hashtags: post.hashtags }, recent);
  }

  private async photosOf(
    manager: EntityManager,
    post: PostEntity,
    { provider }: PublishAccountEntity,
  ): Promise<PostProblem[]> {
    const photos = await photosOf(manager, post.id);
    const facts = await this.photos.facts(
      manager,
      photos.flatMap(({ photoId }) => photoId ?? []),
    );
    const size =
      photos.length >= 1 && photos.length <= MOST_PHOTOS
        ? []
        : [problem('carousel_size', `It has ${photos.length} pictures. A post has one to ${MOST_PHOTOS}.`)];
    const shown = photos.map(({ position, photoId }) => ({
      position,
      photo: facts.get(photoId ?? ''),
    }));
    return [...size, ...photoProblemsOf(post, shown), ...(await this.providers.of(provider).problemsOf(shown))];
  }

  private async policed(manager: EntityManager, { personaId, caption, hashtags }: PostEntity): Promise<PostProblem[]> {
    const texts = [
      { field: 'caption', text: caption },
      { field: 'hashtags', text: hashtags.join(' ') },
    ];
    const rules = await this.policy.rulesAgainst(personaId, texts, manager);
    return rules.length > 0
      ? [problem('policy_blocked', `The caption breaks the content policy (${rules.join(', ')}).`)]
      : [];
  }
}

const problem = (code: string, detail: string): PostProblem => ({ code, detail });
