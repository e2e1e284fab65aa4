import { Injectable } from '@nestjs/common';
import type { LinkView } from '../linking/link-view.ts';
import { ApplyBackfillService, type AppliedBatch } from './apply-backfill.service.ts';
import type { BackfillFault, BackfillLine, ClusterCreation, RunLink, RunUpdate } from './backfill-plan.ts';
import type { BackfillRule } from './backfill-rule.ts';
import { LinkBackfillService, type BegunLinks } from './link-backfill.service.ts';
import { PlanBackfillService } from './plan-backfill.service.ts';
import { RevertBackfillService } from './revert-backfill.service.ts';
import { VerifyBackfillService } from './verify-backfill.service.ts';

/** Bringing existing runs along: plan, apply, verify, revert. */
@Injectable()
export class BackfillFacade {
  constructor(
    private readonly planning: PlanBackfillService,
    private readonly applying: ApplyBackfillService,
    private readonly linking: LinkBackfillService,
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

  /** Whether something of a plan was taken back: it cannot be applied any more. */
  wasReverted(plan: string): Promise<boolean> {
    return this.reverting.wasReverted(plan);
  }

  /** A batch of clusters and runs, in one transaction. */
  apply(lines: readonly (ClusterCreation | RunUpdate)[], actor: string): Promise<AppliedBatch> {
    return this.applying.apply(lines, actor);
  }

  /** Which of these lines are to be linked, being as the plan saw them. */
  beginLinks(lines: readonly RunLink[]): Promise<BegunLinks> {
    return this.linking.begin(lines);
  }

  /** Writes down what came of one; a fault when that is not what the plan says. */
  finishLink(line: RunLink, link: LinkView): Promise<BackfillFault | undefined> {
    return this.linking.finish(line, link);
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
