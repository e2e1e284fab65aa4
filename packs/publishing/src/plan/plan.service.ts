import { Injectable } from '@nestjs/common';
import { Database, recordAudit } from '@trellis/database';
import { DomainError } from '@trellis/kernel';
import { publishingProblems } from '../publishing.problems.ts';
import type { PostProblem } from '../problems/post-problem.ts';
import { requireDates } from '../time/require-dates.ts';
import { PlanFrames, type PhotoOrder, type WaitingSlot } from './plan-frame.ts';
import { planSlots, type PlanFrame, type Planned } from './plan-slots.ts';
import { PlannedPosts } from './planned-posts.service.ts';

export interface PlanItem extends Omit<Planned, 'reason'> {
  /** Null for a slot that stays open, and in a dry run, unless a draft waits for it. */
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
    const { personaId, paused, open, waiting, frame } = await this.frames.read(accountId, from, to, order);
    if (paused)
      throw new DomainError(publishingProblems.account_paused, 'The account is paused. Resume it, then plan.');
    const planned = planSlots(open, frame);
    const items = dryRun ? planned.map(unmade) : await this.make(accountId, planned, { from, to, personaId, frame });
    return [...items, ...waiting.map(waits)].sort((a, b) => a.at.getTime() - b.at.getTime());
  }

  /** Recorded also when it ends half-way: what is made stays. */
  private async make(
    accountId: string,
    planned: readonly Planned[],
    { from, to, personaId, frame }: { from: string; to: string; personaId: string; frame: PlanFrame },
  ): Promise<PlanItem[]> {
    const items: PlanItem[] = [];
    const make = await this.posts.of(personaId, accountId, frame);
    try {
      for (const one of planned) items.push(one.photoId ? { ...one, ...(await make(one)) } : unmade(one));
    } finally {
      const data = { from, to, posts: items.filter(({ postId }) => postId !== null).length };
      const entry = { action: 'account.planned', subjectType: 'account', subjectId: accountId, data } as const;
      await recordAudit(this.database.manager, entry);
    }
    return items;
  }
}

const unmade = (one: Planned): PlanItem => ({ ...one, postId: null, problems: [] });

const waits = (slot: WaitingSlot): PlanItem => ({
  ...slot,
  why: 'a draft waits for this time',
  reason: 'draft_waits',
  problems: [],
});
