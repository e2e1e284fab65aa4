import { Injectable } from '@nestjs/common';
import { Database, edited, recordAudit } from '@trellis/database';
import { DomainError } from '@trellis/kernel';
import { PhotoEntity } from '../photo.entity.ts';
import { photoProblems } from '../photo.problems.ts';
import { RenditionOrders } from '../renditions/rendition-orders.ts';
import { PhotoTags } from './photo-tags.ts';
import { MOST_TAGS } from './tag.ts';

/** Adds one tag to a photo, or takes it away. */
@Injectable()
export class TagPhotoService {
  constructor(
    private readonly database: Database,
    private readonly orders: RenditionOrders,
    private readonly tags: PhotoTags,
  ) {}

  /** @throws DomainError photo_not_found, tags_full */
  execute(photoId: string, action: 'tag' | 'untag', tag: string, actor: string): Promise<void> {
    return this.database.transaction(async (manager) => {
      await this.orders.lock(manager, photoId);
      const changed =
        action === 'tag' ? await this.tags.add(manager, photoId, tag) : await this.tags.remove(manager, photoId, tag);
      if ((await this.tags.count(manager, photoId)) > MOST_TAGS)
        throw new DomainError(photoProblems.tags_full, `The photo has ${MOST_TAGS} tags already. Take one away first.`);
      if (!changed) return;
      await manager.update(PhotoEntity, { id: photoId }, edited());
      const data = { tag, action };
      await recordAudit(manager, { actor, action: 'photo.tagged', subjectType: 'photo', subjectId: photoId, data });
    });
  }
}
