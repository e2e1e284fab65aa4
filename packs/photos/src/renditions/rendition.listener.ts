import { Injectable, Logger } from '@nestjs/common';
import { Subscribe, type Delivery } from '@trellis/events';
import { forLog } from '@trellis/kernel';
import { StorageUnavailableError } from '@trellis/storage';
import { PrepareRenditionsService } from './prepare-renditions.service.ts';
import { RenditionDueEvent } from './rendition-due.event.ts';

/** The subscription that makes renditions; also the name of its queue. */
export const MAKE_RENDITIONS = 'photos.make-renditions';

@Injectable()
export class RenditionListener {
  private readonly log = new Logger('Renditions');

  constructor(private readonly renditions: PrepareRenditionsService) {}

  /** One at a time, and after every link: a rendition takes ten times as long. */
  @Subscribe(RenditionDueEvent, { as: MAKE_RENDITIONS, concurrency: 1 })
  async onRenditionDue({ photoId }: RenditionDueEvent, { lastAttempt }: Delivery): Promise<void> {
    try {
      await this.renditions.execute(photoId);
    } catch (error) {
      // The photo stays `preparing`, and the sweeper goes on. A dead letter would ask a person for nothing.
      if (!lastAttempt || !(error instanceof StorageUnavailableError)) throw error;
      this.log.warn({ photoId, ...forLog(error) }, 'the store is away; the sweeper makes the renditions later');
    }
  }
}
