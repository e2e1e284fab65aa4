import { Injectable } from '@nestjs/common';
import { Database, edited, recordAudit, requireUnchanged } from '@trellis/database';
import { ContentPolicy } from '@trellis/kernel';
import type { PhotoChanges } from './photo-input.ts';
import type { PhotoView } from './photo-view.ts';
import { PhotoEntity } from './photo.entity.ts';
import { PhotosService } from './photos.service.ts';
import { RenditionOrders } from './renditions/rendition-orders.ts';
import { PhotoTags } from './tags/photo-tags.ts';

/** Changes what is said of a photo. */
@Injectable()
export class DescribePhotoService {
  constructor(
    private readonly database: Database,
    private readonly orders: RenditionOrders,
    private readonly tags: PhotoTags,
    private readonly photos: PhotosService,
    private readonly policy: ContentPolicy,
  ) {}

  /**
   * @param seen the time of the state that the change was made for; a later state is refused
   * @throws DomainError photo_not_found, policy_blocked; photo_held for a change of the disclosure
   */
  async execute(
    id: string,
    { aiGenerated, tags, ...columns }: PhotoChanges,
    actor: string,
    seen?: Date,
  ): Promise<PhotoView> {
    await this.database.transaction(async (manager) => {
      const photo = await this.orders.lock(manager, id);
      const fields = Object.keys({
        ...columns,
        ...(aiGenerated !== undefined && { aiGenerated }),
        ...(tags && { tags }),
      });
      if (fields.length === 0) return;
      await requireUnchanged(manager, { table: 'photos', id, seen, column: 'edited_at' });
      const { altText } = columns;
      await this.policy.requireAllowed(photo.personaId, altText ? [{ field: 'altText', text: altText }] : [], manager);
      await manager.update(PhotoEntity, { id }, { ...columns, ...edited() });
      if (tags) await this.tags.replace(manager, id, tags);
      if (aiGenerated !== undefined && aiGenerated !== photo.aiGenerated)
        await this.orders.renew(manager, photo, { aiGenerated });
      await recordAudit(manager, {
        actor,
        action: 'photo.updated',
        subjectType: 'photo',
        subjectId: id,
        data: { fields },
      });
    });
    return this.photos.get(id);
  }
}
