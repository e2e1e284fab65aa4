import { Injectable } from '@nestjs/common';
import { Subscribe } from '@trellis/events';
import { PhotoRenderedEvent } from './photo-rendered.event.ts';
import { PublicChecksService } from './public-checks.service.ts';

@Injectable()
export class PublicCheckListener {
  constructor(private readonly checks: PublicChecksService) {}

  /** Few at a time: the host of the pictures may be this server. */
  @Subscribe(PhotoRenderedEvent, { as: 'photos.check-public', concurrency: 2 })
  onPhotoRendered({ photoId }: PhotoRenderedEvent): Promise<void> {
    return this.checks.execute(photoId);
  }
}
