import { Type } from 'class-transformer';
import { IsOptional, IsString, IsUUID, ValidateNested } from 'class-validator';
import { RecordedEvent, type DomainEvent } from '@trellis/events';

class WinnerOfEvent {
  @IsUUID()
  readonly candidateId!: string;

  @IsString()
  readonly imagePath!: string;
}

/** The facts of the event, all primitive. */
export interface RunCompletedFacts extends DomainEvent {
  readonly runId: string;
  /** Null for a run without a persona; such a run has no cluster either. */
  readonly personaId: string | null;
  readonly clusterId: string | null;
  readonly winner: { readonly candidateId: string; readonly imagePath: string } | null;
}

/**
 * A run is completed, or the winner or the cluster of a completed run changed: the state of the run at `occurredAt`.
 * Its JSON shape is a contract that a test freezes. The payload is a hint: a subscriber reads the current state of the
 * run.
 */
export class RunCompletedEvent extends RecordedEvent<RunCompletedFacts> implements RunCompletedFacts {
  static readonly eventName = 'pipeline.run-completed';
  static readonly version = 1;

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
}
