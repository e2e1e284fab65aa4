import { PhotoVersionEvent } from './photo-version.event.ts';

/**
 * A photo was created, or what its renditions are made of changed. An event of an earlier version is obsolete.
 */
export class RenditionDueEvent extends PhotoVersionEvent {
  static readonly eventName = 'photos.rendition-due';
  static readonly version = 1;
}
