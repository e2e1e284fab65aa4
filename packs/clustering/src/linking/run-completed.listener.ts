import { Injectable } from '@nestjs/common';
import { Subscribe, type Delivery } from '@trellis/events';
import { RunCompletedEvent } from '@trellis/pipeline';
import { linksAtOnce } from '../clustering.settings.ts';
import { LinkWinnerService } from './link-winner.service.ts';

/** The subscription that links winners; also the name of its queue. */
export const LINK_WINNER = 'clustering.link-winner';

/** Links have the highest priority. */
const PRIORITY = 100;

@Injectable()
export class RunCompletedListener {
  constructor(private readonly link: LinkWinnerService) {}

  @Subscribe(RunCompletedEvent, {
    as: LINK_WINNER,
    concurrency: linksAtOnce,
    priority: PRIORITY,
    heir: true,
  })
  async onRunCompleted({ runId }: RunCompletedEvent, { lastAttempt }: Delivery): Promise<void> {
    await this.link.execute(runId, { actor: 'worker', lastAttempt });
  }
}
