import { Injectable } from '@nestjs/common';
import { ApplyBackfillService, type AppliedBatch } from './apply-backfill.service.ts';
import type { BackfillFault, BackfillLine, ClusterCreation, RunLink, RunUpdate } from './backfill-plan.ts';
import type { BackfillRule } from './backfill-rule.ts';
import { PlanBackfillService } from './plan-backfill.service.ts';
import { RevertBackfillService } from './revert-backfill.service.ts';
import { VerifyBackfillService } from './verify-backfill.service.ts';

/** Bringing existing runs along: plan, apply, verify, revert. */
@Injectable()
export class BackfillFacade {
  constructor(
    private readonly planning: PlanBackfillService,
    private readonly applying: ApplyBackfillService,
    private readonly verifying: VerifyBackfillService,
    private readonly reverting: RevertBackfillService,
  ) {}

  /** How many runs a plan looks at. */
  countRuns(): Promise<number> {
    return this.planning.countRuns();
  }

  /** Its lines, page by page. Changes nothing. @param onRuns told how many runs were looked at. @throws DomainError for a persona or a pillar that does not exist */
  plan(rules: readonly BackfillRule[], onRuns: (count: number) => void): AsyncIterable<BackfillLine[]> {
    return this.planning.plan(rules, onRuns);
  }

  /** A batch of clusters and runs, in one transaction. */
  apply(lines: readonly (ClusterCreation | RunUpdate)[], actor: string): Promise<AppliedBatch> {
    return this.applying.apply(lines, actor);
  }

  /** Of these lines, those that this plan has not carried out yet. */
  unlinked(lines: readonly RunLink[]): Promise<RunLink[]> {
    return this.applying.unlinked(lines);
  }

  recordLinked(lines: readonly RunLink[]): Promise<void> {
    return this.applying.recordLinked(lines);
  }

  /** What does not hold. */
  faults(lines: readonly BackfillLine[]): Promise<BackfillFault[]> {
    return this.verifying.faults(lines);
  }

  /** How many lines the plan has carried out. */
  countCarriedOut(plan: string): Promise<number> {
    return this.reverting.count(plan);
  }

  /** What the plan has carried out, the last line first. */
  carriedOut(plan: string): AsyncIterable<BackfillLine> {
    return this.reverting.lines(plan);
  }

  /** Takes one line back. */
  revert(line: BackfillLine, actor: string): Promise<{ reverted: boolean; fault?: BackfillFault }> {
    return this.reverting.revert(line, actor);
  }
}
