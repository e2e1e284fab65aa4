import { IsISO8601, IsInt, IsUUID } from 'class-validator';
import type { DomainEvent } from '@trellis/events';

interface PhotoRenderedFacts extends DomainEvent {
  readonly photoId: string;
  readonly version: number;
}

/** A photo has become ready: its JPEG is stored. Its JSON shape is a contract that a test freezes. */
export class PhotoRenderedEvent implements PhotoRenderedFacts {
  static readonly eventName = 'photos.photo-rendered';
  static readonly version = 1;

  @IsUUID()
  readonly eventId!: string;

  @IsISO8601()
  readonly occurredAt!: string;

  @IsUUID()
  readonly photoId!: string;

  /** `photos.rendition_version`. */
  @IsInt()
  readonly version!: number;

  constructor(facts?: PhotoRenderedFacts) {
    Object.assign(this, facts);
  }
}
