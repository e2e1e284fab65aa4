import type { DomainEvent } from '@trellis/events';

/** Everything the event says, all of it primitive. */
export interface RunCompletedFacts extends DomainEvent {
  readonly runId: string;
  /** Null for a run that belongs to no persona; it then has no cluster either. */
  readonly personaId: string | null;
  readonly clusterId: string | null;
  readonly winner: { readonly candidateId: string; readonly imagePath: string } | null;
}

/**
 * A run is completed, or the winner or the cluster of a completed run changed: how the run stands at `occurredAt`.
 * Its JSON shape is a contract, frozen by a test. The payload is a hint: whoever acts on it asks how the run stands now.
 */
export class RunCompletedEvent implements RunCompletedFacts {
  static readonly eventName = 'pipeline.run-completed';

  readonly eventId: string;
  readonly occurredAt: string;
  readonly runId: string;
  readonly personaId: string | null;
  readonly clusterId: string | null;
  readonly winner: { readonly candidateId: string; readonly imagePath: string } | null;

  constructor(facts: RunCompletedFacts) {
    this.eventId = facts.eventId;
    this.occurredAt = facts.occurredAt;
    this.runId = facts.runId;
    this.personaId = facts.personaId;
    this.clusterId = facts.clusterId;
    this.winner = facts.winner;
  }
}
