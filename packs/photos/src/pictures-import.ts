import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, recordAudit } from '@trellis/database';
import { hashTexts, inspectPicture, traitsOf, type ImageFacts } from '@trellis/images';
import type { ObjectPlace } from '@trellis/storage';
import { OriginalStore } from './originals/original-store.ts';
import { PhotoRecords } from './photo-records.ts';
import type { NewPhoto, StoredOriginal } from './photo-view.ts';
import type { HashTexts } from './similar/hash-index.ts';
import { SimilarPhotosService } from './similar/similar-photos.service.ts';
import { PhotoTags } from './tags/photo-tags.ts';

/** A checked picture that may become a photo. */
export type CheckedPicture = ImageFacts & HashTexts;

/** A stored picture that becomes a photo. */
export interface KeptPicture {
  photo: NewPhoto & { uploadSha256: string };
  original: StoredOriginal;
  tags: readonly string[];
  actor: string;
}

const KNOWN = `
  select distinct on (o.sha256) o.sha256, p.id from photo_objects o join photos p on p.id = o.photo_id
  where o.kind = 'original' and o.sha256 = any($2) and p.persona_id = $1 order by o.sha256, p.created_at, p.id`;

/** Existing pictures on their way to be photos of a persona, each once. */
@Injectable()
export class PicturesImport {
  constructor(
    private readonly database: Database,
    private readonly originals: OriginalStore,
    private readonly records: PhotoRecords,
    private readonly tags: PhotoTags,
    private readonly similar: SimilarPhotosService,
  ) {}

  /** @throws ImageRefusedError not_an_image, image_too_large */
  async check(bytes: Buffer): Promise<CheckedPicture> {
    const { facts, small } = await inspectPicture(bytes);
    return { ...facts, ...hashTexts(await traitsOf(small)) };
  }

  /** The photos of the persona with these bytes, by SHA-256. */
  async known(personaId: string, sha256s: readonly string[], manager = this.database.manager) {
    const rows = await manager.query<{ sha256: string; id: string }[]>(KNOWN, [personaId, sha256s]);
    return new Map(rows.map(({ sha256, id }) => [sha256, id]));
  }

  /** The ids of photos of the persona that look like the picture, nearest first. */
  async similarTo(personaId: string, hashes: HashTexts): Promise<string[]> {
    return (await this.similar.ofHashes(personaId, hashes)).map(({ photoId }) => photoId);
  }

  /** The place of an original, with a tombstone until the photo exists. */
  async reserve(manager: EntityManager, photoId: string, facts: ImageFacts): Promise<ObjectPlace> {
    const place = this.originals.placeOf(photoId, facts);
    await this.records.reserve(manager, place);
    return place;
  }

  /** Stores and verifies the bytes. @throws StorageUnavailableError */
  store(place: ObjectPlace, bytes: Buffer, facts: ImageFacts): Promise<StoredOriginal> {
    return this.originals.store(place, bytes, facts);
  }

  /**
   * The photo of a stored picture, with its tags and its audit entry. Imports for one persona take turns. Returns the id
   * of the photo that has the bytes already, which nothing is changed for.
   * @throws QueryFailedError when a constraint refuses it
   */
  async create(manager: EntityManager, { photo, original, tags, actor }: KeptPicture): Promise<string | undefined> {
    await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`pictures of ${photo.personaId}`]);
    const existing = (await this.known(photo.personaId, [original.sha256], manager)).get(original.sha256);
    if (existing) return existing;
    if (!(await this.records.claim(manager, original))) throw new Error('the reservation of an original is gone');
    await recordAudit(manager, ...(await this.records.create(manager, { photo, original, actor })));
    await this.tags.replace(manager, photo.id, tags);
    return undefined;
  }
}
