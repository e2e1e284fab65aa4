import { IsISO8601, IsInt, IsUUID } from 'class-validator';
import type { DomainEvent } from '@trellis/events';

interface RenditionDueFacts extends DomainEvent {
  readonly photoId: string;
  readonly version: number;
}

/**
 * A photo was created, or what its renditions are made of changed. Its JSON shape is a contract that a test freezes. An
 * event of an earlier version is obsolete.
 */
export class RenditionDueEvent implements RenditionDueFacts {
  static readonly eventName = 'photos.rendition-due';
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

  constructor(facts?: RenditionDueFacts) {
    Object.assign(this, facts);
  }
}
