import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, insertSql } from '@trellis/database';
import type { ObjectPlace } from '@trellis/storage';
import { PhotoRecords } from '../photo-records.ts';
import type { Crop, ReadinessReason } from './readiness.ts';
import { keyOf, RECIPE, type Prepared, type Rendition } from './recipe.ts';

/** A photo whose renditions are due, with the place of its original. */
export interface DuePhoto extends ObjectPlace {
  id: string;
  version: number;
  crop: Crop | null;
  aiGenerated: boolean;
  /** Decodes of this version that were begun before. */
  attempts: number;
}

const DUE = `
  select p.id, p.rendition_version as version, p.crop, p.ai_generated as "aiGenerated", p.render_attempts as attempts, o.store, o.key
  from photos p join photo_objects o on o.photo_id = p.id and o.kind = 'original'
  where p.id = $1 and p.readiness = 'preparing'`;

/** Only while the version stands: anything else belongs to a later one. */
const STANDING = `id = $1 and rendition_version = $2 and readiness = 'preparing'`;

const SETTLE = `
  update photos set readiness = $3, readiness_reasons = $4, shown_crop = $5, loss_percent = $6, placeholder = $7, recipe = $8,
    picture_hash = coalesce(picture_hash, $9::bit(63)), mirror_hash = coalesce(mirror_hash, $10::bit(63))
  where id = $1 and rendition_version = $2`;

/** Rows of early releases have the size of the file before its EXIF orientation. */
const SEEN = `
  update photo_objects set width = $2, height = $3
  where photo_id = $1 and kind = 'original' and (width, height) is distinct from ($2::int, $3::int)`;

const FORGET = `delete from photo_objects where photo_id = $1 and kind <> 'original' returning store, key`;

/** The rows of renditions. What is true after each step is in docs/adr/0029. */
@Injectable()
export class RenditionRows {
  constructor(
    private readonly database: Database,
    private readonly records: PhotoRecords,
  ) {}

  /** Undefined when there is nothing to do. */
  async due(photoId: string): Promise<DuePhoto | undefined> {
    return (await this.database.query<DuePhoto[]>(DUE, [photoId]))[0];
  }

  /**
   * Counts an attempt before it begins: one that kills the process counts too. False when another process has begun
   * one since the photo was read.
   */
  async countAttempt({ id, version, attempts }: DuePhoto): Promise<boolean> {
    const counted = `update photos set render_attempts = render_attempts + 1 where ${STANDING} and render_attempts = $3`;
    return (await this.database.query<[unknown, number]>(counted, [id, version, attempts]))[1] === 1;
  }

  /** An attempt that the store ended says nothing about the picture. */
  async uncountAttempt({ id, version }: DuePhoto): Promise<void> {
    const uncounted = `update photos set render_attempts = greatest(0, render_attempts - 1) where ${STANDING}`;
    await this.database.query(uncounted, [id, version]);
  }

  /** Tombstones the keys to be, before the first object. False when the version does not stand any more. */
  reserve(photo: DuePhoto, renditions: readonly Rendition[]): Promise<boolean> {
    return this.whileStanding(photo, async (manager) => {
      for (const one of renditions) await this.records.tombstone(manager, placeOf(photo, one), 'rendition_begun');
    });
  }

  /** The stored renditions become those of the photo, and the former ones go. False when the version does not stand. */
  settle(photo: DuePhoto, prepared: Prepared): Promise<boolean> {
    const { id, version } = photo;
    return this.whileStanding(photo, async (manager) => {
      const [former] = await manager.query<[ObjectPlace[], number]>(FORGET, [id]);
      for (const place of former) await this.records.tombstone(manager, place, 'rendition_replaced');
      for (const one of prepared.renditions) await this.claim(manager, placeOf(photo, one));
      await manager.query(SEEN, [id, prepared.width, prepared.height]);
      const values: unknown[] = [];
      const rows = prepared.renditions.map((one) => objectRow(photo, one));
      if (rows.length > 0) await manager.query(insertSql('photo_objects', rows, values), values);
      const { state, reasons, shown, lossPercent, placeholder, hashes } = prepared;
      const settled = [
        state,
        JSON.stringify(reasons),
        shown && JSON.stringify(shown),
        lossPercent,
        placeholder,
        RECIPE,
        hashes.pictureHash,
        hashes.mirrorHash,
      ];
      await manager.query(SETTLE, [id, version, ...settled]);
      if (state === 'ready') await this.records.recordRendered(manager, { photoId: id, version });
    });
  }

  /** There will be no renditions of this version. Those of a former one stay, and are not posted. */
  async fail({ id, version }: DuePhoto, reason: ReadinessReason): Promise<void> {
    await this.database.query(`update photos set readiness = 'failed', readiness_reasons = $3 where ${STANDING}`, [
      id,
      version,
      JSON.stringify([reason]),
    ]);
  }

  /** @throws Error, which rolls back, when the reservation came to its end and the object may be deleted already */
  private async claim(manager: EntityManager, place: ObjectPlace): Promise<void> {
    if (!(await this.records.claim(manager, place))) throw new Error('the reservation of a rendition is gone');
  }

  /** The lock orders it after every other change of the photo's keys. */
  private whileStanding({ id, version }: DuePhoto, work: (manager: EntityManager) => Promise<void>): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const rows = await manager.query<unknown[]>(`select id from photos where ${STANDING} for update`, [id, version]);
      if (rows.length === 0) return false;
      await work(manager);
      return true;
    });
  }
}

/** Renditions are public. */
const placeOf = ({ id, version }: DuePhoto, rendition: Rendition): ObjectPlace => ({
  store: 'public',
  key: keyOf(id, version, rendition),
});

const objectRow = (photo: DuePhoto, rendition: Rendition) => {
  const { kind, contentType, bytes, sha256, width, height } = rendition;
  return {
    photoId: photo.id,
    kind,
    ...placeOf(photo, rendition),
    contentType,
    byteSize: bytes.length,
    sha256,
    width,
    height,
  };
};
