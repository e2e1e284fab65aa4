import { Injectable } from '@nestjs/common';
import { Database, recordAudit } from '@trellis/database';
import { DomainError } from '@trellis/kernel';
import { publishingProblems } from '../publishing.problems.ts';
import type { PostProblem } from '../problems/post-problem.ts';
import { requireDates } from '../time/require-dates.ts';
import { PlanFrames, type PhotoOrder } from './plan-frame.ts';
import { planSlots, type Planned } from './plan-slots.ts';
import { PlannedPosts } from './planned-posts.service.ts';

export interface PlanItem extends Omit<Planned, 'reason'> {
  /** Null in a dry run, and for a slot that stays open. */
  postId: string | null;
  /** Why the slot stays open, or its post a draft. */
  reason: string | null;
  problems: readonly PostProblem[];
}

export interface PlanWish {
  from: string;
  to: string;
  dryRun?: boolean;
  order?: PhotoOrder;
}

/** Fills the open slots of an account. A dry run makes the same choices, and no posts. */
@Injectable()
export class PlanService {
  constructor(
    private readonly database: Database,
    private readonly frames: PlanFrames,
    private readonly posts: PlannedPosts,
  ) {}

  /** @throws DomainError account_not_found, account_paused; ValidationFailedError for the dates */
  async plan(accountId: string, { from, to, dryRun = false, order = 'oldest' }: PlanWish): Promise<PlanItem[]> {
    requireDates(from, to);
    const { personaId, paused, open, frame } = await this.frames.read(accountId, from, to, order);
    if (paused)
      throw new DomainError(publishingProblems.account_paused, 'The account is paused. Resume it, then plan.');
    const planned = planSlots(open, frame);
    if (dryRun) return planned.map((one) => ({ ...one, postId: null, problems: [] }));
    const items: PlanItem[] = [];
    const make = await this.posts.of(personaId, accountId, frame);
    for (const one of planned)
      items.push(one.photoId ? { ...one, ...(await make(one)) } : { ...one, postId: null, problems: [] });
    const data = { from, to, posts: items.filter(({ postId }) => postId !== null).length };
    await recordAudit(this.database.manager, {
      action: 'account.planned',
      subjectType: 'account',
      subjectId: accountId,
      data,
    });
    return items;
  }
}
