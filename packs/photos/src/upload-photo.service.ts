import { Injectable, Logger } from '@nestjs/common';
import { DomainError, forLog, newId, type ReceivedFile } from '@trellis/kernel';
import { Database, recordAudit, violatedConstraint } from '@trellis/database';
import { ImageRefusedError, hashTexts, inspectPicture, traitsOf } from '@trellis/images';
import { OriginalStore } from './originals/original-store.ts';
import { DuplicateImageError } from './photo.errors.ts';
import { PhotoEntity } from './photo.entity.ts';
import { PhotoRecords } from './photo-records.ts';
import type { NewPhoto, StoredOriginal, UploadOutcome } from './photo-view.ts';
import { PhotosService } from './photos.service.ts';
import { SimilarPhotosService } from './similar/similar-photos.service.ts';
import { photoProblems } from './photo.problems.ts';

interface Place {
  personaId: string;
  clusterId: string;
}

/**
 * Creates a photo of an uploaded file: first the verified object, then the row. The key is reserved before, so a crash
 * leaves no untracked object. A refused file does not stop the others.
 */
@Injectable()
export class UploadPhotoService {
  private readonly log = new Logger('Upload');

  constructor(
    private readonly database: Database,
    private readonly originals: OriginalStore,
    private readonly records: PhotoRecords,
    private readonly photos: PhotosService,
    private readonly similar: SimilarPhotosService,
  ) {}

  async execute(place: Place, { name: file, bytes, refusal }: ReceivedFile, actor: string): Promise<UploadOutcome> {
    try {
      if (refusal) throw refusal;
      const photo = await this.photos.get(await this.keep(place, file, bytes, actor));
      const similar = (await this.similar.of(photo.id)).map(({ photoId }) => photoId);
      return { file, status: 'created', photo, code: null, detail: null, similar };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.kind === 'unavailable' || error.kind === 'full')
        this.log.warn({ code: error.code, ...forLog(error) }, 'the store failed; upload refused');
      return { file, status: 'refused', photo: null, code: error.code, detail: error.detail, similar: [] };
    }
  }

  private async keep(place: Place, file: string, bytes: Buffer | undefined, actor: string): Promise<string> {
    if (!bytes) throw new ImageRefusedError('image_too_large');
    const { facts, small } = await inspectPicture(bytes);
    await this.refuseDuplicate(place.clusterId, facts.sha256);
    const id = newId();
    const at = this.originals.placeOf(id, facts);
    await this.records.reserve(this.database.manager, at);
    const original = await this.originals.store(at, bytes, facts);
    const photo = { id, ...place, imageCandidateId: null, path: `uploads/${id}/${file}`, uploadSha256: facts.sha256 };
    const hashes = hashTexts(await traitsOf(small));
    await this.record({ ...photo, ...hashes }, original, actor);
    return id;
  }

  private async record(photo: NewPhoto, original: StoredOriginal, actor: string): Promise<void> {
    try {
      await this.database.transaction(async (manager) => {
        await this.records.claim(manager, original);
        await recordAudit(manager, ...(await this.records.create(manager, { photo, original, actor })));
      });
    } catch (error) {
      if (violatedConstraint(error) === 'uq_photos_upload')
        await this.refuseDuplicate(photo.clusterId as string, original.sha256);
      if (violatedConstraint(error) === 'fk_photos_cluster')
        throw new DomainError(photoProblems.cluster_not_found, 'The cluster was deleted meanwhile.');
      throw error;
    }
  }

  private async refuseDuplicate(clusterId: string, uploadSha256: string): Promise<void> {
    const first = await this.database.manager.findOne(PhotoEntity, {
      where: { clusterId, uploadSha256 },
      select: { id: true },
    });
    if (first) throw new DuplicateImageError(first.id);
  }
}
