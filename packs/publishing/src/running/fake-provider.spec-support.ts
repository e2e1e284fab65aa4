import { newId } from '@trellis/kernel';
import { Provider, type LeasedPost, type PublishActs, type PublishOutcome } from '../providers/provider.ts';
import type { Providers } from '../registry/providers.ts';

/** Publishes at once, and remembers every post that appeared. */
export class FakeProvider extends Provider {
  override readonly publishes = true;
  readonly appeared: string[] = [];
  /** What happens instead, for the next posts. */
  readonly script: ((post: LeasedPost, acts: PublishActs) => Promise<PublishOutcome>)[] = [];

  override check(): Promise<[]> {
    return Promise.resolve([]);
  }

  override problemsOf(): Promise<[]> {
    return Promise.resolve([]);
  }

  override read(): Promise<PublishOutcome> {
    return Promise.resolve({ outcome: 'unknown', detail: 'nothing is known', seconds: null });
  }

  override async publish(post: LeasedPost, acts: PublishActs): Promise<PublishOutcome> {
    const scripted = this.script.shift();
    if (scripted) return scripted(post, acts);
    await acts.sending();
    this.appeared.push(post.postId);
    return { outcome: 'published', at: new Date(), mediaId: newId(), permalink: 'https://example.org/p' };
  }
}

/** Every account is published by the fake. */
export const providersOf = (provider: Provider): Pick<Providers, 'of' | 'publishing'> => ({
  of: () => provider,
  publishing: ['instagram'],
});
