import { PhotoVersionEvent } from '../renditions/photo-version.event.ts';

/** A photo has become ready: its JPEG is stored. */
export class PhotoRenderedEvent extends PhotoVersionEvent {
  static readonly eventName = 'photos.photo-rendered';
  static readonly version = 1;
}
