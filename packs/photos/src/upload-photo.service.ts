import { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { DomainError, forLog, newId } from '@trellis/kernel';
import { inTransaction, recordAudit, violatedConstraint } from '@trellis/database';
import type { ReceivedFile } from '@trellis/http';
import { ImageRefusedError, inspectImage } from '@trellis/storage';
import { OriginalStore } from './original-store.ts';
import { DuplicateImageError } from './photo.errors.ts';
import { PhotoEntity } from './photo.entity.ts';
import { PhotoRecords } from './photo-records.ts';
import type { NewPhoto, StoredOriginal, UploadOutcome } from './photo-view.ts';
import { PhotosService } from './photos.service.ts';

interface Place {
  personaId: string;
  clusterId: string;
}

/**
 * Makes a photo of an uploaded file: object first, verified, then the row. Its key is reserved before: whatever happens on
 * the way, no object is left that nobody knows. One file that is refused stops no other.
 */
@Injectable()
export class UploadPhotoService {
  private readonly log = new Logger('Upload');

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly originals: OriginalStore,
    private readonly records: PhotoRecords,
    private readonly photos: PhotosService,
  ) {}

  async execute(place: Place, { name: file, bytes }: ReceivedFile, actor: string): Promise<UploadOutcome> {
    try {
      const photo = await this.photos.get(await this.keep(place, file, bytes, actor));
      return { file, status: 'created', photo, code: null, detail: null };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.kind === 'unavailable') this.log.warn({ code: error.code, ...forLog(error) }, 'upload not stored');
      return { file, status: 'refused', photo: null, code: error.code, detail: error.detail };
    }
  }

  private async keep(place: Place, file: string, bytes: Buffer | undefined, actor: string): Promise<string> {
    if (!bytes) throw new ImageRefusedError('image_too_large');
    const facts = await inspectImage(bytes);
    await this.refuseDuplicate(place.clusterId, facts.sha256);
    const id = newId();
    await this.records.reserve(this.dataSource.manager, this.originals.keyOf(id, facts));
    const original = await this.originals.store(id, () => Readable.from([bytes]), facts);
    const photo = { id, ...place, imageCandidateId: null, path: `uploads/${id}/${file}`, uploadSha256: facts.sha256 };
    await this.record(photo, original, actor);
    return id;
  }

  private async record(photo: NewPhoto, original: StoredOriginal, actor: string): Promise<void> {
    try {
      await inTransaction(this.dataSource, async (manager) => {
        await this.records.claim(manager, original.key);
        await recordAudit(manager, await this.records.create(manager, photo, original, actor));
      });
    } catch (error) {
      if (violatedConstraint(error) === 'uq_photos_upload')
        await this.refuseDuplicate(photo.clusterId as string, original.sha256);
      if (violatedConstraint(error) === 'fk_photos_cluster')
        throw new DomainError('cluster_not_found', 'not-found', 'The cluster was deleted meanwhile.');
      throw error;
    }
  }

  private async refuseDuplicate(clusterId: string, uploadSha256: string): Promise<void> {
    const first = await this.dataSource.manager.findOne(PhotoEntity, {
      where: { clusterId, uploadSha256 },
      select: { id: true },
    });
    if (first) throw new DuplicateImageError(first.id);
  }
}
