import { Injectable } from '@nestjs/common';
import { Provider, type PublishOutcome } from './provider.ts';

/** A person downloads the pictures, posts them and marks the post as posted. Nothing is asked of the pictures' addresses. */
@Injectable()
export class ManualProvider extends Provider {
  override readonly publishes = false;

  override check(): Promise<[]> {
    return Promise.resolve([]);
  }

  override problemsOf(): Promise<[]> {
    return Promise.resolve([]);
  }

  override publish(): Promise<PublishOutcome> {
    return Promise.reject(new Error('a person publishes the posts of this account'));
  }

  override read(): Promise<PublishOutcome> {
    return Promise.resolve({ outcome: 'unknown', detail: 'A person published it, or did not.', seconds: null });
  }
}
