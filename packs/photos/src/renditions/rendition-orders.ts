import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { edited } from '@trellis/database';
import { notFound } from '@trellis/kernel';
import { PhotoHeldError } from '../photo.errors.ts';
import { photoProblems } from '../photo.problems.ts';
import { PhotoEntity } from '../photo.entity.ts';
import { PhotoRecords } from '../photo-records.ts';

type Columns = Partial<Pick<PhotoEntity, 'crop' | 'aiGenerated'>>;

/** Has renditions made again after a change, in the transaction of the change. */
@Injectable()
export class RenditionOrders {
  constructor(private readonly records: PhotoRecords) {}

  /** @throws DomainError photo_not_found */
  async lock(manager: EntityManager, id: string): Promise<PhotoEntity> {
    const photo = await manager.findOne(PhotoEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (!photo) throw notFound(photoProblems.photo_not_found);
    return photo;
  }

  /** A worker makes them after the transaction. @throws PhotoHeldError */
  async renew(manager: EntityManager, photo: PhotoEntity, columns: Columns = {}): Promise<void> {
    await this.begin(manager, photo, columns);
    await this.records.recordDue(manager, [{ photoId: photo.id, version: photo.renditionVersion + 1 }]);
  }

  /**
   * The caller makes them after the transaction. A rendition that is being made for an earlier version is dropped.
   * @throws PhotoHeldError
   */
  async begin(manager: EntityManager, photo: PhotoEntity, columns: Columns = {}): Promise<void> {
    const { id, renditionVersion, heldBy } = photo;
    if (heldBy) throw new PhotoHeldError(heldBy);
    const version = renditionVersion + 1;
    const unknown = {
      shownCrop: null,
      lossPercent: null,
      publicCheckedAt: null,
      publicVerifiedAt: null,
      publicProblem: null,
    };
    const preparing = { ...unknown, readiness: 'preparing', renderAttempts: 0 } as const;
    await manager.update(
      PhotoEntity,
      { id },
      // A crop or a disclosure is chosen by a person; without either the recipe has changed.
      {
        ...columns,
        ...(Object.keys(columns).length > 0 && edited()),
        ...preparing,
        readinessReasons: [],
        renditionVersion: version,
      },
    );
  }
}
