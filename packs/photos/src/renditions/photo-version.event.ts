import { IsISO8601, IsInt, IsUUID } from 'class-validator';
import type { DomainEvent } from '@trellis/events';

interface PhotoVersionFacts extends DomainEvent {
  readonly photoId: string;
  readonly version: number;
}

/** Something about one version of a photo's renditions. Its JSON shape is a contract that tests freeze. */
export abstract class PhotoVersionEvent implements PhotoVersionFacts {
  @IsUUID()
  readonly eventId!: string;

  @IsISO8601()
  readonly occurredAt!: string;

  @IsUUID()
  readonly photoId!: string;

  /** `photos.rendition_version`. */
  @IsInt()
  readonly version!: number;

  constructor(facts?: PhotoVersionFacts) {
    Object.assign(this, facts);
  }
}
