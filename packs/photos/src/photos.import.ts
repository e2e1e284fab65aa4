import { Injectable } from '@nestjs/common';
import { Database, ImportPort, recordAudit, type Origin } from '@trellis/database';
import type { ObjectPlace, ObjectSource } from '@trellis/storage';
import type { EntityManager } from 'typeorm';
import { OriginalStore } from './originals/original-store.ts';
import { PhotoRecords } from './photo-records.ts';
import type { NewPhoto, StoredOriginal } from './photo-view.ts';

/** A new photo, and what only an imported photo has. */
export interface ImportedPhoto {
  photo: NewPhoto;
  original: StoredOriginal;
  /** Provider and post id count only together with a time. */
  posting: { postedAt: Date | null; provider: string | null; providerPostId: string | null };
  origin: Origin;
  createdAt: Date;
}

const COMPLETE = `
  update photos set posted_at = $2, provider = case when $2::timestamptz is not null then $3 end,
    provider_post_id = case when $2::timestamptz is not null then $4 end,
    legacy_source = $5, legacy_id = $6, created_at = $7
  where id = $1`;

/** The import port of this pack. */
@Injectable()
export class PhotosImport extends ImportPort {
  readonly tables = { photos: [] };

  constructor(
    private readonly database: Database,
    private readonly originals: OriginalStore,
    private readonly records: PhotoRecords,
  ) {
    super();
  }

  /** The place for `store`. */
  placeOf(photoId: string, facts: Pick<StoredOriginal, 'sha256' | 'contentType'>): ObjectPlace {
    return this.originals.placeOf(photoId, facts);
  }

  /**
   * Stores an original before its photo exists. The tombstone is written outside of the import's transaction, so the
   * object is collected when that is rolled back. @throws StorageUnavailableError
   */
  async store(source: ObjectSource, original: StoredOriginal): Promise<void> {
    await this.records.tombstone(this.database.manager, original, 'import_begun');
    await this.originals.store(original, source, original);
  }

  /** The photo of a stored original, with its audit entry. @throws QueryFailedError when a constraint refuses it */
  async create(manager: EntityManager, imported: ImportedPhoto, actor: string): Promise<void> {
    const { photo, original, posting, origin, createdAt } = imported;
    await this.records.claim(manager, original);
    await recordAudit(manager, ...(await this.records.create(manager, { photo, original, actor })));
    const values = [posting.postedAt, posting.provider, posting.providerPostId, origin.source, origin.legacyId];
    await manager.query(COMPLETE, [photo.id, ...values, createdAt]);
  }
}
