import { IsOptional, IsUUID } from 'class-validator';
import { RecordedEvent, type DomainEvent } from '@trellis/events';

interface PhotoRestoredFacts extends DomainEvent {
  readonly photoId: string;
  readonly candidateId: string | null;
}

/** A deleted photo exists again, under its id. Its JSON shape is a contract that tests freeze. */
export class PhotoRestoredEvent extends RecordedEvent<PhotoRestoredFacts> implements PhotoRestoredFacts {
  static readonly eventName = 'photos.photo-restored';
  static readonly version = 1;

  @IsUUID()
  readonly photoId!: string;

  /** The candidate that it was made of; null for an upload. */
  @IsOptional()
  @IsUUID()
  readonly candidateId!: string | null;
}
