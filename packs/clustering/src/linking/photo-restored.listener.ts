import { Injectable } from '@nestjs/common';
import { Subscribe, type Delivery } from '@trellis/events';
import { PhotoRestoredEvent } from '@trellis/photos';
import { RestoreLinkService } from './restore-link.service.ts';

@Injectable()
export class PhotoRestoredListener {
  constructor(private readonly links: RestoreLinkService) {}

  @Subscribe(PhotoRestoredEvent, { as: 'clustering.restore-link', concurrency: 1 })
  async onPhotoRestored({ candidateId }: PhotoRestoredEvent, { lastAttempt }: Delivery): Promise<void> {
    if (candidateId) await this.links.execute(candidateId, { actor: 'worker', lastAttempt });
  }
}
