import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { insertSql, recordAudit, type AuditEntry } from '@trellis/database';
import { Outbox } from '@trellis/events';
import { newId } from '@trellis/kernel';
import type { ObjectPlace } from '@trellis/storage';
import { ObjectTombstoneEntity } from './object-tombstone.entity.ts';
import { deletionOf, rowsOfPhoto } from './deletion/deleted-photo.ts';
import { PhotoRestoredEvent } from './deletion/photo-restored.event.ts';
import { PhotoHeldError, PhotoPostedError } from './photo.errors.ts';
import { PhotoEntity } from './photo.entity.ts';
import type { CreatedPhoto } from './photo-view.ts';
import { PhotoRenderedEvent } from './public/photo-rendered.event.ts';
import { RenditionDueEvent } from './renditions/rendition-due.event.ts';

const KEEP_OBJECTS_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Creates and deletes photos together with their objects' rows, tombstones and audit entries, in the caller's
 * transaction.
 */
@Injectable()
export class PhotoRecords {
  constructor(private readonly outbox: Outbox) {}

  /**
   * One statement for all rows, and one for the events that have their renditions made. Returns the audit entries, which
   * the caller records together with its own.
   */
  async create(manager: EntityManager, ...photos: CreatedPhoto[]): Promise<AuditEntry[]> {
    const values: unknown[] = [];
    const rows = insertSql('photos', photos.map(photoRow), values);
    const objects = insertSql('photo_objects', photos.map(objectRow), values);
    await manager.query(`with photo as (${rows}) ${objects}`, values);
    await this.recordDue(
      manager,
      photos.map(({ photo: { id } }) => ({ photoId: id, version: 1 })),
    );
    return photos.map(({ photo: { id, clusterId, imageCandidateId: candidateId }, actor }) => {
      const data = { clusterId, candidateId };
      return { actor, action: 'photo.created', subjectType: 'photo', subjectId: id, data };
    });
  }

  /** The renditions of these versions are made after the transaction. */
  async recordDue(manager: EntityManager, due: readonly { photoId: string; version: number }[]): Promise<void> {
    const events = due.map((one) => new RenditionDueEvent({ ...stamp(), ...one }));
    await this.outbox.record(manager, events);
  }

  /** A photo became ready. */
  async recordRendered(manager: EntityManager, rendered: { photoId: string; version: number }): Promise<void> {
    await this.outbox.record(manager, [new PhotoRenderedEvent({ ...stamp(), ...rendered })]);
  }

  async recordRestored(
    manager: EntityManager,
    restored: { photoId: string; candidateId: string | null },
  ): Promise<void> {
    await this.outbox.record(manager, [new PhotoRestoredEvent({ ...stamp(), ...restored })]);
  }

  async describe(manager: EntityManager, photoId: string, prompt: string | null): Promise<void> {
    const changed = `update photos set prompt = $2 where id = $1 and prompt is distinct from $2`;
    await manager.query(changed, [photoId, prompt]);
  }

  /** @throws PhotoHeldError */
  async move(manager: EntityManager, photoId: string, clusterId: string | null, actor: string): Promise<void> {
    await this.requireFree(manager, 'id = $1', photoId);
    await manager.update(PhotoEntity, { id: photoId }, { clusterId });
    await recordAudit(manager, {
      actor,
      action: 'photo.moved',
      subjectType: 'photo',
      subjectId: photoId,
      data: { clusterId },
    });
  }

  /** Moves every photo out of a cluster that is about to be deleted. @throws PhotoHeldError */
  async leaveCluster(manager: EntityManager, clusterId: string, actor: string): Promise<void> {
    await this.requireFree(manager, 'cluster_id = $1', clusterId);
    const [rows] = await manager.query<[{ id: string }[], number]>(
      `update photos set cluster_id = null where cluster_id = $1 returning id`,
      [clusterId],
    );
    const moved = { actor, action: 'photo.moved', subjectType: 'photo', data: { clusterId: null } } as const;
    await recordAudit(manager, ...rows.map(({ id }) => ({ ...moved, subjectId: id })));
  }

  /**
   * Deletes the row and tombstones its keys for seven days. The audit entry keeps what a restoration needs. False when
   * there is no such photo.
   * @throws PhotoPostedError, PhotoHeldError
   */
  async delete(manager: EntityManager, photoId: string, reason: string, actor: string): Promise<boolean> {
    const photo = await manager.findOne(PhotoEntity, { where: { id: photoId }, lock: { mode: 'pessimistic_write' } });
    if (!photo) return false;
    if (photo.postedAt) throw new PhotoPostedError();
    if (photo.heldBy) throw new PhotoHeldError(photo.heldBy);
    const kept = await rowsOfPhoto(manager, photoId);
    await manager.delete(PhotoEntity, { id: photoId });
    for (const place of kept.objects) await this.tombstone(manager, place, reason);
    const data = { reason, clusterId: photo.clusterId, candidateId: photo.imageCandidateId };
    await recordAudit(manager, { ...deletionOf(photoId), actor, data, kept });
    return true;
  }

  /** Locks photos until the transaction ends. @throws PhotoHeldError when a post holds one of them */
  async requireFree(manager: EntityManager, which: 'id = $1' | 'cluster_id = $1', value: string): Promise<void> {
    const locked = `select held_by as "heldBy" from photos where ${which} order by id for no key update`;
    const held = (await manager.query<{ heldBy: string | null }[]>(locked, [value])).find(({ heldBy }) => heldBy);
    if (held?.heldBy) throw new PhotoHeldError(held.heldBy);
  }

  /**
   * Tombstones the place of an object that is about to be stored, so that the object is deleted if this process crashes.
   * `claim` removes the tombstone in the transaction that creates the photo.
   */
  async reserve(manager: EntityManager, place: ObjectPlace): Promise<void> {
    await this.tombstone(manager, place, 'upload_begun');
  }

  /** False when the reservation is gone, and the object perhaps with it. */
  async claim(manager: EntityManager, { store, key }: ObjectPlace): Promise<boolean> {
    return (await manager.delete(ObjectTombstoneEntity, { store, key })).affected === 1;
  }

  /** A repetition begins the seven days again. The place of an existing photo's object is never tombstoned. */
  async tombstone(manager: EntityManager, { store, key }: ObjectPlace, reason: string): Promise<void> {
    await manager.query(
      `insert into object_tombstones (store, key, not_before, reason)
       select $1::text, $2::text, $3, $4 where not exists (select 1 from photo_objects where store = $1 and key = $2)
       on conflict (store, key) do update set not_before = greatest(object_tombstones.not_before, excluded.not_before)`,
      [store, key, new Date(Date.now() + KEEP_OBJECTS_MS), reason],
    );
  }
}

/** What every event has. */
const stamp = () => ({ eventId: newId(), occurredAt: new Date().toISOString() });

/** Winners are made by a model. */
const photoRow = ({
  photo: { uploadSha256, aiGenerated, pictureHash, mirrorHash, prompt, ...photo },
}: CreatedPhoto) => ({
  ...photo,
  pictureHash: pictureHash ?? null,
  mirrorHash: mirrorHash ?? null,
  prompt: prompt ?? null,
  uploadSha256: uploadSha256 ?? null,
  aiGenerated: aiGenerated ?? photo.imageCandidateId !== null,
});

const objectRow = ({ photo, original }: CreatedPhoto) => {
  const { store, key, contentType, byteSize, sha256, width, height } = original;
  return { photoId: photo.id, kind: 'original', store, key, contentType, byteSize, sha256, width, height };
};
