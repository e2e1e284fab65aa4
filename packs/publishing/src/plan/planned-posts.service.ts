import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { DomainError } from '@trellis/kernel';
import { PersonasFacade, type PostingRules } from '@trellis/personas';
import { PhotosForPosts } from '@trellis/photos';
import { altTextOf, captionTemplates } from '../captions/template-caption.ts';
import { DraftsService } from '../posts/drafts.service.ts';
import { PostEntity } from '../posts/post.entity.ts';
import type { PostProblem } from '../problems/post-problem.ts';
import { SchedulePostService } from '../posts/schedule-post.service.ts';
import type { PlanFrame, Planned } from './plan-slots.ts';

interface Made {
  postId: string;
  reason: string | null;
  problems: readonly PostProblem[];
}

/** Makes the posts of a plan, each on its own: one that is refused stays a draft, and does not stop the others. */
@Injectable()
export class PlannedPosts {
  constructor(
    private readonly database: Database,
    private readonly personas: PersonasFacade,
    private readonly photos: PhotosForPosts,
    private readonly drafts: DraftsService,
    private readonly schedules: SchedulePostService,
  ) {}

  async of(personaId: string, accountId: string, frame: PlanFrame): Promise<(planned: Planned) => Promise<Made>> {
    const rules = (await this.personas.postingRules(personaId)) as PostingRules;
    const nameOf = (all: readonly { id: string; name: string }[], id: string | null) =>
      all.find((one) => one.id === id)?.name ?? null;
    return (planned) =>
      this.make(accountId, planned, rules, {
        pillar: nameOf(frame.pillars, planned.pillarId),
        cluster: nameOf(frame.clusters, planned.clusterId),
      });
  }

  private async make(
    accountId: string,
    { photoId, pillarId, local }: Planned,
    rules: PostingRules,
    names: { pillar: string | null; cluster: string | null },
  ): Promise<Made> {
    const id = photoId as string;
    const photo = (await this.photos.facts(this.database.manager, [id])).get(id);
    const subject = { ...names, prompt: photo?.prompt ?? null, altText: photo?.altText ?? null };
    const templates = captionTemplates(rules, subject);
    const altTexts = [photo?.altText ?? altTextOf(subject)];
    const postId = await this.drafts.create({ accountId, photoIds: [id], pillarId, altTexts, ...templates[0] });
    return { postId, ...(await this.schedule(postId, local, templates)) };
  }

  /** With the first caption that no recent post has. */
  private async schedule(
    postId: string,
    localTime: string,
    [, ...others]: { caption: string; hashtags: string[] }[],
  ): Promise<Pick<Made, 'reason' | 'problems'>> {
    try {
      await this.schedules.schedule(postId, { localTime });
      return { reason: null, problems: [] };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const [next] = others;
      if (error.code === 'duplicate_caption' && next) {
        await this.drafts.update(postId, next);
        return this.schedule(postId, localTime, others);
      }
      return this.leaveDraft(postId, localTime, error);
    }
  }

  private async leaveDraft(
    postId: string,
    localTime: string,
    error: DomainError,
  ): Promise<Pick<Made, 'reason' | 'problems'>> {
    const { code, detail } = error;
    const problems = [...(error.members.problems ?? [{ code, detail }])];
    await this.database.manager.update(
      PostEntity,
      { id: postId },
      { reason: code, lastError: { code, detail, problems } },
    );
    await this.schedules.propose(postId, localTime);
    return { reason: code, problems };
  }
}
