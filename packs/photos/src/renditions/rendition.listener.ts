import { Injectable } from '@nestjs/common';
import { Subscribe } from '@trellis/events';
import { PrepareRenditionsService } from './prepare-renditions.service.ts';
import { RenditionDueEvent } from './rendition-due.event.ts';

/** The subscription that makes renditions; also the name of its queue. */
export const MAKE_RENDITIONS = 'photos.make-renditions';

@Injectable()
export class RenditionListener {
  constructor(private readonly renditions: PrepareRenditionsService) {}

  /** One at a time, and after every link: a rendition takes ten times as long. */
  @Subscribe(RenditionDueEvent, { as: MAKE_RENDITIONS, concurrency: 1 })
  async onRenditionDue({ photoId }: RenditionDueEvent): Promise<void> {
    await this.renditions.execute(photoId);
  }
}
