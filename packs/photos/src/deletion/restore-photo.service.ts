import { Injectable } from '@nestjs/common';
import type { EntityManager, EntityTarget } from 'typeorm';
import { Database, insertSql, recordAudit, violatedConstraint, type Row } from '@trellis/database';
import { imageIsGone } from '@trellis/images';
import { DomainError, notFound } from '@trellis/kernel';
import { ObjectStores } from '@trellis/storage';
import { PhotoObjectEntity } from '../photo-object.entity.ts';
import { PhotoEntity } from '../photo.entity.ts';
import { photoProblems } from '../photo.problems.ts';
import { PhotoRecords } from '../photo-records.ts';
import { PhotoTagEntity } from '../tags/photo-tag.entity.ts';
import { lastDeleted, type DeletedPhoto } from './deleted-photo.ts';

/** What a photo loses when the row behind it was deleted after it. */
const LOST: Readonly<Record<string, 'cluster_id' | 'image_candidate_id'>> = {
  fk_photos_cluster: 'cluster_id',
  fk_photos_image_candidate: 'image_candidate_id',
};

/** Brings a deleted photo back under its id, as long as its objects exist. */
@Injectable()
export class RestorePhotoService {
  constructor(
    private readonly database: Database,
    private readonly stores: ObjectStores,
    private readonly records: PhotoRecords,
  ) {}

  /** @throws DomainError photo_not_found, photo_exists, image_missing (410); StorageUnavailableError */
  async execute(photoId: string, actor: string): Promise<void> {
    const { manager } = this.database;
    if (await manager.existsBy(PhotoEntity, { id: photoId })) throw exists();
    const deleted = await lastDeleted(manager, photoId);
    if (!deleted) throw notFound(photoProblems.photo_not_found);
    for (const { store, key } of deleted.objects) if (!(await this.stores.of(store).head(key))) throw gone();
    await this.insert(photoId, { ...deleted, photo: { ...deleted.photo, held_by: null } }, actor);
  }

  /** A cluster or candidate that was deleted meanwhile is left out, as it would have been of an existing photo. */
  private async insert(photoId: string, deleted: DeletedPhoto, actor: string): Promise<void> {
    try {
      await this.database.transaction((manager) => this.restore(manager, photoId, deleted, actor));
    } catch (error) {
      const constraint = violatedConstraint(error) ?? '';
      if (constraint === 'fk_photos_persona') throw notFound(photoProblems.photo_not_found);
      const lost = LOST[constraint];
      if (!lost) throw error;
      await this.insert(photoId, { ...deleted, photo: { ...deleted.photo, [lost]: null } }, actor);
    }
  }

  private async restore(manager: EntityManager, photoId: string, deleted: DeletedPhoto, actor: string) {
    const { photo, objects, tags } = deleted;
    if (!(await insert(manager, PhotoEntity, 'photos', [photo]))) throw exists();
    for (const place of objects) if (!(await this.records.claim(manager, place))) throw gone();
    await insert(manager, PhotoObjectEntity, 'photo_objects', objects);
    if (tags.length > 0) await insert(manager, PhotoTagEntity, 'photo_tags', tags);
    const { cluster_id: clusterId, image_candidate_id: candidateId } = photo;
    await this.records.recordRestored(manager, { photoId, candidateId });
    if (photo.readiness === 'preparing')
      await this.records.recordDue(manager, [{ photoId, version: photo.rendition_version }]);
    const data = { clusterId, candidateId };
    await recordAudit(manager, { actor, action: 'photo.restored', subjectType: 'photo', subjectId: photoId, data });
  }
}

/** The columns that the table still has; a column that is newer than the deletion gets its default. */
async function insert(manager: EntityManager, entity: EntityTarget<object>, table: string, rows: readonly Row[]) {
  const columns = new Set(manager.connection.getMetadata(entity).columns.map(({ databaseName }) => databaseName));
  const known = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => columns.has(name))));
  const values: unknown[] = [];
  const sql = `${insertSql(table, known, values)} on conflict do nothing returning 1`;
  return (await manager.query<unknown[]>(sql, values)).length === rows.length;
}

const exists = () =>
  new DomainError(photoProblems.photo_exists, 'The photo exists, or there is another one of the same picture.');

const gone = () => new DomainError(imageIsGone, 'The objects of the photo were deleted.');
