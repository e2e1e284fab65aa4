import { Injectable } from '@nestjs/common';
import { ContentPillarsFacade } from '@trellis/content-pillars';
import { Database, oldestFirst, paginate, type Page, type PageRequest } from '@trellis/database';
import { ContentPolicy, newId, notFound } from '@trellis/kernel';
import { PersonasFacade, type PostingRules } from '@trellis/personas';
import { PhotosForPosts } from '@trellis/photos';
import { photosOf } from '../posts/post-rows.ts';
import { PostEntity } from '../posts/post.entity.ts';
import { publishingProblems } from '../publishing.problems.ts';
import { CaptionDraftEntity } from './caption-draft.entity.ts';
import { captionTemplates } from '../captions/template-caption.ts';

export interface CaptionDraftView {
  id: string;
  source: CaptionDraftEntity['source'];
  caption: string;
  hashtags: string[];
  createdAt: Date;
}

const CLUSTER = `select name from pub_clustering_clusters where id = $1`;

/** Captions that are suggested for a post. Templates, and marked as such, while no model writes them. */
@Injectable()
export class CaptionDraftsService {
  constructor(
    private readonly database: Database,
    private readonly personas: PersonasFacade,
    private readonly pillars: ContentPillarsFacade,
    private readonly photos: PhotosForPosts,
    private readonly policy: ContentPolicy,
  ) {}

  /** Replaces those before. @throws DomainError post_not_found */
  async write(postId: string): Promise<number> {
    const post = await this.find(postId);
    const rules = (await this.personas.postingRules(post.personaId)) as PostingRules;
    const drafts = await this.allowed(rules.id, captionTemplates(rules, await this.subjectOf(post)));
    await this.database.transaction(async (manager) => {
      await manager.delete(CaptionDraftEntity, { postId });
      const rows = drafts.map((draft) => ({ id: newId(), postId, source: 'template' as const, ...draft }));
      if (rows.length > 0) await manager.insert(CaptionDraftEntity, rows);
    });
    return drafts.length;
  }

  /** The plainest first. @throws DomainError post_not_found */
  async list(postId: string, page: PageRequest): Promise<Page<CaptionDraftView>> {
    await this.find(postId);
    return paginate<CaptionDraftView>(this.database.manager, {
      list: 'caption-drafts',
      filters: { postId },
      select: `select d.id, d.source, d.caption, d.hashtags, d.created_at as "createdAt" from caption_drafts d`,
      where: [['d.post_id = ?', postId]],
      sort: oldestFirst('d'),
      page,
    });
  }

  /** Without those that the content policy refuses: a photo of an import may have such a prompt. */
  private async allowed<T extends { caption: string; hashtags: string[] }>(
    personaId: string,
    drafts: T[],
  ): Promise<T[]> {
    const kept: T[] = [];
    for (const draft of drafts) {
      const text = [draft.caption, ...draft.hashtags].join(' ');
      if ((await this.policy.rulesAgainst(personaId, [{ field: 'caption', text }])).length === 0) kept.push(draft);
    }
    return kept;
  }

  private async find(id: string): Promise<PostEntity> {
    const post = await this.database.manager.findOneBy(PostEntity, { id });
    if (!post) throw notFound(publishingProblems.post_not_found);
    return post;
  }

  private async subjectOf({ id, pillarId, clusterId }: PostEntity) {
    const { manager } = this.database;
    const [first] = await photosOf(manager, id);
    const photo = (await this.photos.facts(manager, first?.photoId ? [first.photoId] : [])).get(first?.photoId ?? '');
    const [pillar] = await this.pillars.findMany(pillarId ? [pillarId] : []);
    const [cluster] = clusterId ? await manager.query<{ name: string }[]>(CLUSTER, [clusterId]) : [];
    const altText = first?.altText ?? photo?.altText ?? null;
    return { pillar: pillar?.name ?? null, cluster: cluster?.name ?? null, prompt: photo?.prompt ?? null, altText };
  }
}
