import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '@trellis/kernel';
import { Outbox } from '@trellis/events';
import { RunCompletedEvent } from '../events/run-completed.event.ts';
import { standingsOf } from './run-standing.ts';

/** Records the state of completed runs, in the transaction that completed or changed them. */
@Injectable()
export class RunEvents {
  constructor(private readonly outbox: Outbox) {}

  /** Runs that are not completed are skipped. */
  async recordCompleted(manager: EntityManager, runIds: readonly string[]): Promise<void> {
    const occurredAt = new Date().toISOString();
    const standings = (await standingsOf(manager, runIds)).filter(({ status }) => status === 'completed');
    const events = standings.map(
      ({ runId, personaId, clusterId, winner }) =>
        new RunCompletedEvent({
          eventId: newId(),
          occurredAt,
          runId,
          personaId,
          clusterId,
          winner: winner && { candidateId: winner.candidateId, imagePath: winner.imagePath },
        }),
    );
    await this.outbox.record(manager, events);
  }
}
