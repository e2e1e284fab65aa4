import { IsInt, IsUUID } from 'class-validator';
import { RecordedEvent, type DomainEvent } from '@trellis/events';

interface SuggestionsDueFacts extends DomainEvent {
  readonly batchId: string;
  readonly attempt: number;
}

/** A batch waits for a model. Its JSON shape is a contract that tests freeze. */
export class SuggestionsDueEvent extends RecordedEvent<SuggestionsDueFacts> implements SuggestionsDueFacts {
  static readonly eventName = 'strategy.suggestions-due';
  static readonly version = 1;

  @IsUUID()
  readonly batchId!: string;

  /** From 1. An event of an attempt that was made is obsolete. */
  @IsInt()
  readonly attempt!: number;
}
