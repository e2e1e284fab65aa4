import { Injectable } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import type { PostablePhoto } from '@trellis/photos';
import type { PublishAccountEntity } from '../accounts/account.entity.ts';
import type { PostProblem } from '../problems/post-problem.ts';
import { Provider, type LeasedPost, type PublishActs, type PublishOutcome } from '../providers/provider.ts';
import type { ShownPhoto } from '../providers/shown-photo.ts';
import { InstagramSettings } from './instagram.settings.ts';
import { InstagramHealth } from './instagram-health.service.ts';
import { publicProblemsOf, unproven } from './public-pictures.ts';
import { PublishOnInstagram } from './publish-on-instagram.service.ts';

/** Publishes on Instagram by itself, once. */
@Injectable()
export class InstagramProvider extends Provider {
  override readonly publishes = true;

  constructor(
    private readonly publishing: PublishOnInstagram,
    private readonly health: InstagramHealth,
    private readonly config: TrellisConfig,
  ) {
    super();
  }

  override check(account: PublishAccountEntity): Promise<PostProblem[]> {
    return this.health.check(account);
  }

  override problemsOf(photos: readonly ShownPhoto[]): Promise<PostProblem[]> {
    const graphUrl = this.config.of(InstagramSettings).INSTAGRAM_GRAPH_URL;
    return Promise.resolve(publicProblemsOf(photos, { graphUrl }));
  }

  override publish(post: LeasedPost, acts: PublishActs): Promise<PublishOutcome> {
    return this.publishing.publish(post, acts);
  }

  override read(post: LeasedPost, acts: PublishActs): Promise<PublishOutcome> {
    return this.publishing.read(post, acts);
  }

  override permalinkOf({ id }: PublishAccountEntity, mediaId: string): Promise<string | null> {
    return this.health.permalinkOf(id, mediaId);
  }

  override media({ id }: PublishAccountEntity): Promise<object[]> {
    return this.health.media(id);
  }

  override prove(photos: readonly PostablePhoto[]): Promise<void> {
    return this.health.prove(unproven(photos));
  }
}
