import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { PipelineFacade } from '@trellis/pipeline';
import type { LinkAttempt } from './link-intention.ts';
import { LinkWinnerService } from './link-winner.service.ts';
import { PlanLinkService } from './plan-link.service.ts';

/** The link of a winner whose photo was deleted and is back. */
@Injectable()
export class RestoreLinkService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineFacade,
    private readonly plan: PlanLinkService,
    private readonly link: LinkWinnerService,
  ) {}

  /** A link of another winner stays as it is. */
  async execute(candidateId: string, attempt: LinkAttempt): Promise<void> {
    const runId = (await this.pipeline.runsOfCandidates([candidateId])).get(candidateId)?.id;
    const run = runId && (await this.pipeline.standing(this.database.manager, runId));
    if (!run || run.status !== 'completed' || run.winner?.candidateId !== candidateId) return;
    await this.plan.adopt(run.runId, candidateId, attempt.actor);
    await this.link.execute(run.runId, attempt);
  }
}
