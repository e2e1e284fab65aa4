import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { PersonasFacade, type PostingRules } from '@trellis/personas';
import { PhotosForPosts } from '@trellis/photos';
import { sentText } from '../captions/caption-check.ts';
import type { LeasedPost } from '../providers/provider.ts';
import type { GraphClient, GraphPicture } from './graph-client.ts';
import { shaOf, type SentPost } from './sent-post.ts';

const POST = `
  select persona_id as "personaId", caption, hashtags, is_ai_generated as "isAiGenerated", attempts from posts where id = $1`;
const PICTURES = `
  select position, photo_id as "photoId", alt_text as "altText" from post_photos where post_id = $1 order by position`;

interface PostRow {
  personaId: string;
  caption: string;
  hashtags: string[];
  isAiGenerated: boolean;
  attempts: number;
}

interface PictureRow {
  position: number;
  photoId: string | null;
  altText: string | null;
}

/** What is missing of a post that was scheduled with all of it. */
export type Unsendable = { position: number; detail: string };

/** Posts as they are sent: frozen since they were scheduled. */
@Injectable()
export class SentPosts {
  constructor(
    private readonly database: Database,
    private readonly photos: PhotosForPosts,
    private readonly personas: PersonasFacade,
  ) {}

  async of(leased: LeasedPost, client: GraphClient): Promise<SentPost | Unsendable> {
    const { manager } = this.database;
    const [row] = await manager.query<[PostRow]>(POST, [leased.postId]);
    const pictures = await this.picturesOf(leased.postId);
    if (!Array.isArray(pictures)) return pictures;
    const post = await this.textsOf(row);
    return { leased, client, pictures, post, sha256: shaOf(pictures, post), attempts: row.attempts };
  }

  /** As it was sent, also where pictures are no longer there. */
  async asSent(leased: LeasedPost, client: GraphClient): Promise<SentPost> {
    const { manager } = this.database;
    const [row] = await manager.query<[PostRow]>(POST, [leased.postId]);
    const photos = await manager.query<PictureRow[]>(PICTURES, [leased.postId]);
    const pictures = photos.map(({ altText }) => ({ imageUrl: '', altText }));
    return { leased, client, pictures, post: await this.textsOf(row), sha256: '', attempts: row.attempts };
  }

  private async textsOf({ personaId, caption, hashtags, isAiGenerated }: PostRow) {
    const rules = (await this.personas.postingRules(personaId, this.database.manager)) as PostingRules;
    return { caption: sentText(rules, caption, hashtags), isAiGenerated };
  }

  private async picturesOf(postId: string): Promise<GraphPicture[] | Unsendable> {
    const { manager } = this.database;
    const photos = await manager.query<PictureRow[]>(PICTURES, [postId]);
    const ids = photos.flatMap(({ photoId }) => photoId ?? []);
    const facts = await this.photos.facts(manager, ids);
    const pictures: GraphPicture[] = [];
    for (const { position, photoId, altText } of photos) {
      const photo = facts.get(photoId ?? '');
      if (!photo?.url) return { position, detail: 'It has no public picture.' };
      pictures.push({ imageUrl: photo.url, altText: altText ?? photo.altText });
    }
    return pictures;
  }
}
