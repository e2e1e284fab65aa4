import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import type { Delivery } from '@trellis/events';
import { RunCompletedEvent } from '@trellis/pipeline';
import { LinkWinnerService } from './link-winner.service.ts';

/** A failure must fail the job, so that the event comes again: hence `suppressErrors: false`. */
@Injectable()
export class RunCompletedListener {
  constructor(private readonly link: LinkWinnerService) {}

  @OnEvent(RunCompletedEvent.eventName, { suppressErrors: false })
  async onRunCompleted({ runId }: RunCompletedEvent, { lastAttempt }: Delivery): Promise<void> {
    await this.link.execute(runId, { actor: 'worker', lastAttempt });
  }
}
