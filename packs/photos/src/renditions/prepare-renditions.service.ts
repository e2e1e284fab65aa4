import { Injectable, Logger } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { forLog } from '@trellis/kernel';
import { ObjectStores, storeVerified, StorageUnavailableError } from '@trellis/storage';
import { OriginalStore } from '../originals/original-store.ts';
import { originalGone } from '../photo.errors.ts';
import { pictureRules } from '../photos.settings.ts';
import { prepare, keyOf, type Prepared, type Rendition } from './recipe.ts';
import { reached } from './rendition-progress.ts';
import { RenditionRows, type DuePhoto } from './rendition-rows.ts';

/** Attempts that one version gets before it has failed. */
export const MOST_ATTEMPTS = 5;

/**
 * Makes the renditions of a photo. Every step may be repeated or interrupted: until the last transaction, the photo is
 * `preparing` and every new key has a tombstone.
 */
@Injectable()
export class PrepareRenditionsService {
  private readonly log = new Logger('Renditions');

  constructor(
    private readonly rows: RenditionRows,
    private readonly stores: ObjectStores,
    private readonly originals: OriginalStore,
    private readonly config: TrellisConfig,
  ) {}

  /**
   * Does nothing when the photo is gone or prepared.
   * @throws StorageUnavailableError; DomainError image_missing, or the error of a decode, which are tried again
   */
  async execute(photoId: string): Promise<void> {
    const photo = await this.rows.due(photoId);
    if (!photo) return;
    const bytes = await this.originals.read(photo);
    if (bytes && photo.attempts >= MOST_ATTEMPTS) return this.fail(photo, 'render_failed');
    if (!(await this.rows.countAttempt(photo))) return;
    if (!bytes) return this.missing(photo);
    reached({ point: 'attempt-counted', photoId });
    const prepared = await this.prepare(photo, bytes);
    if (prepared) await this.keep(photo, prepared);
  }

  /**
   * A store may deny an object for a moment: while its folder is replaced, or while it refuses credentials now and then,
   * because a refusal hides what is missing. @throws DomainError image_missing until the last attempt
   */
  private async missing(photo: DuePhoto): Promise<void> {
    if (photo.attempts + 1 < MOST_ATTEMPTS) throw originalGone();
    await this.fail(photo, 'original_missing');
  }

  /** Undefined when the photo has failed. */
  private async prepare(photo: DuePhoto, bytes: Buffer): Promise<Prepared | undefined> {
    try {
      return await prepare(bytes, { ...photo, rules: pictureRules(this.config) });
    } catch (error) {
      // A process that is short of memory or time fails too, so no error is final at once.
      if (photo.attempts + 1 < MOST_ATTEMPTS) throw error;
      this.log.warn({ photoId: photo.id, ...forLog(error) }, 'a photo cannot be rendered');
      await this.fail(photo, 'render_failed');
      return undefined;
    }
  }

  private async keep(photo: DuePhoto, prepared: Prepared): Promise<void> {
    const { id: photoId, version } = photo;
    try {
      if (!(await this.rows.reserve(photo, prepared.renditions))) return;
      reached({ point: 'reserved', photoId });
      for (const one of prepared.renditions) await this.store(keyOf(photoId, version, one), one);
    } catch (error) {
      if (error instanceof StorageUnavailableError) await this.rows.uncountAttempt(photo);
      throw error;
    }
    reached({ point: 'stored', photoId });
    if (!(await this.rows.settle(photo, prepared))) return;
    reached({ point: 'settled', photoId });
    this.log.log({ photoId, readiness: prepared.state }, 'renditions made');
  }

  private async store(key: string, { bytes, contentType, sha256 }: Rendition): Promise<void> {
    await storeVerified(this.stores.publicObjects, key, bytes, { contentType, byteSize: bytes.length, sha256 });
  }

  private async fail(photo: DuePhoto, key: 'original_missing' | 'render_failed'): Promise<void> {
    await this.rows.fail(photo, { key, params: {} });
  }
}
