import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import type { PublishOutcome } from '../providers/provider.ts';
import type { GraphMedium } from './graph-answers.ts';
import { Pace, StoppedError } from './pace.ts';
import { typeOf, type SentPost } from './sent-post.ts';

const KNOWN = `
  select provider_media_id as id from posts where account_id = $1 and id <> $2 and provider_media_id = any($3)`;
const TRIES = 3;
const BETWEEN_S = 5;
/** As long as the list may be unreadable. Then the post is published without its address. */
const PATIENCE_S = 3_600;
const AGAIN_S = 60;
/** Clocks differ, and a late request was sent before. */
const EARLIER_MS = 60_000;

const plain = (text: string): string => text.normalize('NFC').trim();

/** When a post was sent. */
export interface SentAt {
  at: Date;
  seconds: number;
}

/** Finds what the account has published by a post whose answer was lost. Never the newest by guess. */
@Injectable()
export class BindMediumService {
  constructor(
    private readonly database: Database,
    private readonly pace: Pace,
  ) {}

  /** @param sentAt the first request that could have published it, and the seconds since the last one */
  async execute(sent: SentPost, sentAt: SentAt): Promise<PublishOutcome> {
    const media = await this.listed(sent);
    if (!media && sentAt.seconds < PATIENCE_S)
      return { outcome: 'unknown', seconds: AGAIN_S, detail: 'It is published. The list of media cannot be read yet.' };
    const fitting = (media ?? []).filter((medium) => fits(sent, sentAt.at, medium));
    const [only, ...others] = await this.unknown(sent, fitting);
    if (!only || others.length > 0) return { outcome: 'published', at: sentAt.at, mediaId: null, permalink: null };
    return { outcome: 'published', at: only.at, mediaId: only.id, permalink: only.permalink };
  }

  /** Undefined: it cannot be read now. */
  private async listed({ client }: SentPost): Promise<GraphMedium[] | undefined> {
    for (let tries = 1; ; tries += 1) {
      const answer = await client.media();
      if (answer.kind === 'ok') return answer.value;
      if (tries === TRIES) return undefined;
      try {
        await this.pace.wait(BETWEEN_S);
      } catch (error) {
        // The process ends; another one reads it again.
        if (error instanceof StoppedError) return undefined;
        throw error;
      }
    }
  }

  /** Those that no other post has. */
  private async unknown({ leased }: SentPost, media: readonly GraphMedium[]): Promise<GraphMedium[]> {
    const ids = media.map(({ id }) => id);
    const rows = await this.database.query<{ id: string }[]>(KNOWN, [leased.accountId, leased.postId, ids]);
    return media.filter(({ id }) => rows.every((row) => row.id !== id));
  }
}

const fits = (sent: SentPost, sentAt: Date, { at, type, caption }: GraphMedium): boolean =>
  at.getTime() >= sentAt.getTime() - EARLIER_MS &&
  type === typeOf(sent) &&
  (caption === undefined || plain(caption) === plain(sent.post.caption));
