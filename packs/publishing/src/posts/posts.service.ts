import { Injectable } from '@nestjs/common';
import { Database, newestFirst, oldestFirst, paginate, type Page, type PageRequest } from '@trellis/database';
import { notFound } from '@trellis/kernel';
import { PersonasFacade } from '@trellis/personas';
import { photoProblems, PhotosForPosts } from '@trellis/photos';
import { publishingProblems } from '../publishing.problems.ts';
import { dayBounds } from '../time/day-bounds.ts';
import type { PostState } from './post-state.ts';
import { POSTS, type PostView } from './post-view.ts';

export interface PostFilter extends PageRequest {
  state?: PostState;
  personaId?: string;
  accountId?: string;
  /** Local dates of the persona, or UTC without one. */
  from?: string;
  to?: string;
}

export interface PostEventView {
  id: string;
  at: Date;
  kind: string;
  actor: string;
  data: object;
}

type ListedEvent = PostEventView & { createdAt: Date };

/** Posts as they are read. */
@Injectable()
export class PostsService {
  constructor(
    private readonly database: Database,
    private readonly personas: PersonasFacade,
    private readonly photos: PhotosForPosts,
  ) {}

  async list({ limit, cursor, total, ...filter }: PostFilter): Promise<Page<PostView>> {
    const { state, personaId, accountId, from, to } = filter;
    const zone = personaId ? ((await this.personas.postingRules(personaId))?.timeZone ?? 'UTC') : 'UTC';
    const { start, end } = dayBounds(from, to, zone);
    return paginate<PostView>(this.database.manager, {
      list: 'posts',
      filters: filter,
      select: POSTS,
      where: [
        state && ['p.state = ?', state],
        personaId && ['p.persona_id = ?', personaId],
        accountId && ['p.account_id = ?', accountId],
        start && ['p.scheduled_at >= ?', start],
        end && ['p.scheduled_at < ?', end],
      ],
      sort: newestFirst('p'),
      page: { limit, cursor, total },
    });
  }

  /** @throws DomainError post_not_found */
  async get(id: string): Promise<PostView> {
    const [post] = await this.database.query<PostView[]>(`${POSTS} where p.id = $1`, [id]);
    if (!post) throw notFound(publishingProblems.post_not_found);
    return post;
  }

  /** The posts with a photo, newest first. @throws DomainError photo_not_found */
  async ofPhoto(photoId: string, page: PageRequest): Promise<Page<PostView>> {
    const { manager } = this.database;
    if ((await this.photos.facts(manager, [photoId])).size === 0) throw notFound(photoProblems.photo_not_found);
    return paginate<PostView>(manager, {
      list: 'posts-of-photo',
      filters: { photoId },
      select: POSTS,
      where: [['p.id in (select post_id from post_photos where photo_id = ?)', photoId]],
      sort: newestFirst('p'),
      page,
    });
  }

  /** What happened to a post, oldest first. @throws DomainError post_not_found */
  async events(postId: string, page: PageRequest): Promise<Page<PostEventView>> {
    await this.get(postId);
    const found = await paginate<ListedEvent>(this.database.manager, {
      list: 'post-events',
      filters: { postId },
      select: `select e.id, e.at, e.at as "createdAt", e.kind, e.actor, e.data from post_events e`,
      where: [['e.post_id = ?', postId]],
      sort: oldestFirst('e', { createdAt: 'at', id: 'id' }),
      page,
    });
    return { ...found, items: found.items.map(({ createdAt: _at, ...event }) => event) };
  }
}
