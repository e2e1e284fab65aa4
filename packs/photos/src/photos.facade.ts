import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditEntry, Page, PageRequest } from '@trellis/database';
import type { ObjectFacts, ObjectPlace, ObjectSource } from '@trellis/storage';
import type { ReceivedFile } from '@trellis/kernel';
import { OriginalStore } from './originals/original-store.ts';
import { PhotoActionsService, type PhotoAction } from './photo-actions.service.ts';
import { PhotoRecords } from './photo-records.ts';
import { PhotoEntity } from './photo.entity.ts';
import type { CreatedPhoto, PhotoView, StoredOriginal, UploadOutcome } from './photo-view.ts';
import { PhotosService } from './photos.service.ts';
import { UploadPhotoService } from './upload-photo.service.ts';

/** Photos for the packs above. Methods with a manager run in the caller's transaction. */
@Injectable()
export class PhotosFacade {
  constructor(
    private readonly originals: OriginalStore,
    private readonly records: PhotoRecords,
    private readonly photos: PhotosService,
    private readonly uploads: UploadPhotoService,
    private readonly actions: PhotoActionsService,
  ) {}

  /** The place of a photo's original: the former one where that is still right. */
  placeOf(
    photoId: string,
    facts: Pick<StoredOriginal, 'sha256' | 'contentType'>,
    former?: ObjectPlace | null,
  ): ObjectPlace {
    return this.originals.placeOf(photoId, facts, former);
  }

  /** Stores and verifies an original at its place. @throws StorageUnavailableError */
  storeOriginal(
    place: ObjectPlace,
    source: ObjectSource,
    facts: ObjectFacts & Omit<StoredOriginal, keyof ObjectPlace>,
  ): Promise<StoredOriginal> {
    return this.originals.store(place, source, facts);
  }

  /**
   * Creates photos and the rows of their originals. Returns the audit entries, which the caller records together with
   * its own.
   */
  create(manager: EntityManager, ...photos: CreatedPhoto[]): Promise<AuditEntry[]> {
    return this.records.create(manager, ...photos);
  }

  /** Cluster, posting and hold of a photo; undefined when there is no such photo. */
  async find(
    manager: EntityManager,
    photoId: string,
  ): Promise<
    | { personaId: string; clusterId: string | null; candidateId: string | null; posted: boolean; held: boolean }
    | undefined
  > {
    const photo = await manager.findOneBy(PhotoEntity, { id: photoId });
    return photo
      ? {
          personaId: photo.personaId,
          clusterId: photo.clusterId,
          candidateId: photo.imageCandidateId,
          posted: photo.postedAt !== null,
          held: photo.heldBy !== null,
        }
      : undefined;
  }

  /** The photo of a candidate. */
  async idOfCandidate(manager: EntityManager, imageCandidateId: string): Promise<string | undefined> {
    return (await manager.findOne(PhotoEntity, { where: { imageCandidateId }, select: { id: true } }))?.id;
  }

  /** What the run of the photo asks for, which people search for. */
  describe(manager: EntityManager, photoId: string, { prompt }: { prompt: string | null }): Promise<void> {
    return this.records.describe(manager, photoId, prompt);
  }

  /** Locks the photo until the transaction ends. @throws PhotoHeldError */
  requireFree(manager: EntityManager, photoId: string): Promise<void> {
    return this.records.requireFree(manager, 'id = $1', photoId);
  }

  /** @throws PhotoHeldError */
  move(manager: EntityManager, photoId: string, clusterId: string | null, actor: string): Promise<void> {
    return this.records.move(manager, photoId, clusterId, actor);
  }

  /** Moves every photo out of a cluster that is about to be deleted. @throws PhotoHeldError */
  leaveCluster(manager: EntityManager, clusterId: string, actor: string): Promise<void> {
    return this.records.leaveCluster(manager, clusterId, actor);
  }

  /** False when there was no such photo. @throws PhotoPostedError, PhotoHeldError */
  delete(manager: EntityManager, photoId: string, reason: string, actor: string): Promise<boolean> {
    return this.records.delete(manager, photoId, reason, actor);
  }

  /** Tombstones the place of an object that did not become a photo. */
  tombstone(manager: EntityManager, place: ObjectPlace, reason: string): Promise<void> {
    return this.records.tombstone(manager, place, reason);
  }

  listOfCluster(clusterId: string, { limit, cursor }: PageRequest): Promise<Page<PhotoView>> {
    return this.photos.list({ clusterId, limit, cursor });
  }

  /** The newest photos with all of these words. */
  async withWords(q: string, limit: number): Promise<PhotoView[]> {
    return (await this.photos.list({ q, limit })).items;
  }

  /** Does one thing to a photo, in a transaction of its own. @throws DomainError */
  act(photoId: string, order: PhotoAction, actor: string): Promise<void> {
    return this.actions.execute(photoId, order, actor);
  }

  /** The photos of the persona that look like this one, nearest first. None when it does not exist. */
  similarTo(photoId: string): Promise<string[]> {
    return this.photos.similarTo(photoId);
  }

  /** Creates a photo of an uploaded file, or returns the refusal. */
  upload(place: { personaId: string; clusterId: string }, file: ReceivedFile, actor: string): Promise<UploadOutcome> {
    return this.uploads.execute(place, file, actor);
  }
}
