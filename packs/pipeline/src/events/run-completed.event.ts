import { Type } from 'class-transformer';
import { IsISO8601, IsOptional, IsString, IsUUID, ValidateNested } from 'class-validator';
import type { DomainEvent } from '@trellis/events';

class WinnerOfEvent {
  @IsUUID()
  readonly candidateId!: string;

  @IsString()
  readonly imagePath!: string;
}

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
 * Its JSON shape is a contract, frozen by a test. The payload is a hint: a subscriber asks how the run stands now.
 */
export class RunCompletedEvent implements RunCompletedFacts {
  static readonly eventName = 'pipeline.run-completed';
  static readonly version = 1;

  @IsUUID()
  readonly eventId!: string;

  @IsISO8601()
  readonly occurredAt!: string;

  @IsUUID()
  readonly runId!: string;

  @IsOptional()
  @IsUUID()
  readonly personaId!: string | null;

  @IsOptional()
  @IsUUID()
  readonly clusterId!: string | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => WinnerOfEvent)
  readonly winner!: { readonly candidateId: string; readonly imagePath: string } | null;

  constructor(facts?: RunCompletedFacts) {
    Object.assign(this, facts);
  }
}
