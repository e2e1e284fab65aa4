import { Injectable } from '@nestjs/common';
import type { LinkView } from '../linking/link-view.ts';
import { ApplyBackfillService, type AppliedBatch } from './apply-backfill.service.ts';
import type { BackfillFault, BackfillLine, ClusterCreation, RunLink, RunUpdate } from './backfill-plan.ts';
import type { BackfillRule } from './backfill-rule.ts';
import { LinkBackfillService, type BegunLinks } from './link-backfill.service.ts';
import { PlanBackfillService } from './plan-backfill.service.ts';
import { RevertBackfillService } from './revert-backfill.service.ts';
import { VerifyBackfillService } from './verify-backfill.service.ts';

/** Backfill of existing runs: plan, apply, verify, revert. */
@Injectable()
export class BackfillFacade {
  constructor(
    private readonly planning: PlanBackfillService,
    private readonly applying: ApplyBackfillService,
    private readonly linking: LinkBackfillService,
    private readonly verifying: VerifyBackfillService,
    private readonly reverting: RevertBackfillService,
  ) {}

  /** The number of runs that a plan examines. */
  countRuns(): Promise<number> {
    return this.planning.countRuns();
  }

  /**
   * The lines of a plan, page by page. Changes nothing.
   * @param onRuns called with the number of examined runs
   * @throws UsageError for a persona or a pillar that does not exist
   */
  plan(rules: readonly BackfillRule[], onRuns: (count: number) => void): AsyncIterable<BackfillLine[]> {
    return this.planning.plan(rules, onRuns);
  }

  /** Whether a part of the plan was reverted. Such a plan cannot be applied. */
  wasReverted(plan: string): Promise<boolean> {
    return this.reverting.wasReverted(plan);
  }

  /** Applies a batch of clusters and runs in one transaction. */
  apply(lines: readonly (ClusterCreation | RunUpdate)[], actor: string): Promise<AppliedBatch> {
    return this.applying.apply(lines, actor);
  }

  /** The lines to link, those that are still as the plan found them. */
  beginLinks(lines: readonly RunLink[]): Promise<BegunLinks> {
    return this.linking.begin(lines);
  }

  /** Records the outcome of one link; a fault when it differs from the plan. */
  finishLink(line: RunLink, link: LinkView): Promise<BackfillFault | undefined> {
    return this.linking.finish(line, link);
  }

  /** The lines that do not hold. */
  faults(lines: readonly BackfillLine[]): Promise<BackfillFault[]> {
    return this.verifying.faults(lines);
  }

  /** The number of applied lines of the plan. */
  countApplied(plan: string): Promise<number> {
    return this.reverting.count(plan);
  }

  /** The applied lines of the plan, last line first. */
  appliedLines(plan: string): AsyncIterable<BackfillLine> {
    return this.reverting.lines(plan);
  }

  /** Reverts one line. */
  revert(line: BackfillLine, actor: string): Promise<{ reverted: boolean; fault?: BackfillFault }> {
    return this.reverting.revert(line, actor);
  }
}
