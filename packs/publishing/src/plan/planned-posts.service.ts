import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { DomainError } from '@trellis/kernel';
import { PersonasFacade, type PostingRules } from '@trellis/personas';
import { PhotosForPosts } from '@trellis/photos';
import { altTextOf, captionTemplates } from '../captions/template-caption.ts';
import { DraftsService } from '../posts/drafts.service.ts';
import type { PostProblem } from '../problems/post-problem.ts';
import { SchedulePostService } from '../posts/schedule-post.service.ts';
import type { PlanFrame, Planned } from './plan-slots.ts';

interface Made {
  /** Null where another act was faster, so that there is nothing to keep. */
  postId: string | null;
  reason: string | null;
  problems: readonly PostProblem[];
}

/** The photo or the time has gone to another post in the meantime. */
const GONE = ['slot_taken', 'photo_held', 'photo_posted', 'photo_not_found', 'time_in_past'];

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
    let postId: string | undefined;
    try {
      postId = await this.drafts.create({ accountId, photoIds: [id], pillarId, altTexts, ...templates[0] });
      await this.schedule(postId, local, templates);
      return { postId, reason: null, problems: [] };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return postId === undefined ? unmade(error) : this.refused(postId, local, error);
    }
  }

  /** With the first caption that no recent post has. */
  private async schedule(
    postId: string,
    localTime: string,
    [, ...others]: { caption: string; hashtags: string[] }[],
  ): Promise<void> {
    try {
      await this.schedules.schedule(postId, { localTime });
    } catch (error) {
      const [next] = others;
      if (!(error instanceof DomainError) || error.code !== 'duplicate_caption' || !next) throw error;
      await this.drafts.update(postId, next);
      await this.schedule(postId, localTime, others);
    }
  }

  /** What a person can mend stays as a draft, unless its photo or its time has gone to another post meanwhile. */
  private async refused(postId: string, localTime: string, error: DomainError): Promise<Made> {
    try {
      if (GONE.includes(error.code)) throw error;
      const { code, detail } = error;
      const problems = problemsOf(error);
      const lastError = { code, detail, problems: [...problems] };
      await this.schedules.propose(postId, localTime, { reason: code, lastError });
      return { postId, reason: code, problems };
    } catch (gone) {
      if (!(gone instanceof DomainError)) throw gone;
      await this.drafts.delete(postId);
      return unmade(gone);
    }
  }
}

const problemsOf = ({ code, detail, members }: DomainError): readonly PostProblem[] =>
  members.problems ?? [{ code, detail }];

const unmade = (error: DomainError): Made => ({ postId: null, reason: error.code, problems: problemsOf(error) });
