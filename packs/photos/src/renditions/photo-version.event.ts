import { IsInt, IsUUID } from 'class-validator';
import { RecordedEvent, type DomainEvent } from '@trellis/events';

interface PhotoVersionFacts extends DomainEvent {
  readonly photoId: string;
  readonly version: number;
}

/** Something about one version of a photo's renditions. Its JSON shape is a contract that tests freeze. */
export abstract class PhotoVersionEvent extends RecordedEvent<PhotoVersionFacts> implements PhotoVersionFacts {
  @IsUUID()
  readonly photoId!: string;

  /** `photos.rendition_version`. */
  @IsInt()
  readonly version!: number;
}
