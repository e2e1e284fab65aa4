import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { notFound } from '@trellis/kernel';
import { photoProblems } from '../photo.problems.ts';
import type { HashTexts } from './hash-index.ts';
import { PersonaHashes } from './persona-hashes.ts';

/** Different bits, of 63: up to here it is the same picture in another file. */
const MOST_OF_DUPLICATE = 6;

export const similarityKinds = ['duplicate', 'similar'] as const;

/** Another photo of the persona that looks like one. */
export interface SimilarPhoto {
  photoId: string;
  kind: (typeof similarityKinds)[number];
  /** Different bits, of 63. */
  distance: number;
  /** Whether it is like the mirror image. */
  mirrored: boolean;
}

const HASHES = `
  select persona_id as "personaId", picture_hash as "pictureHash", mirror_hash as "mirrorHash" from photos where id = $1`;

type Row = { personaId: string } & { [hash in keyof HashTexts]: string | null };

/** Photos that look alike. This informs, and refuses nothing. */
@Injectable()
export class SimilarPhotosService {
  constructor(
    private readonly database: Database,
    private readonly hashes: PersonaHashes,
  ) {}

  /** @throws DomainError photo_not_found */
  async of(photoId: string): Promise<SimilarPhoto[]> {
    const found = await this.find(photoId);
    if (!found) throw notFound(photoProblems.photo_not_found);
    return found;
  }

  /** Nearest first; none for a photo whose hash is not known yet; undefined when there is no such photo. */
  async find(photoId: string): Promise<SimilarPhoto[] | undefined> {
    const [row] = await this.database.query<Row[]>(HASHES, [photoId]);
    if (!row) return undefined;
    const { personaId, pictureHash, mirrorHash } = row;
    if (pictureHash === null || mirrorHash === null) return [];
    return this.ofHashes(personaId, { pictureHash, mirrorHash }, photoId);
  }

  /** The photos of a persona that look like a picture with these hashes, nearest first, without one of them. */
  async ofHashes(personaId: string, hashes: HashTexts, except?: string): Promise<SimilarPhoto[]> {
    const alike = (await this.hashes.of(personaId)).alike(hashes).filter(({ id }) => id !== except);
    const living = await this.living(alike.map(({ id }) => id));
    return alike
      .filter(({ id }) => living.has(id))
      .map(({ id: photoId, distance, mirrored }) => ({ photoId, kind: kindOf(distance), distance, mirrored }));
  }

  private async living(ids: string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const rows = await this.database.query<{ id: string }[]>('select id from photos where id = any($1)', [ids]);
    return new Set(rows.map(({ id }) => id));
  }
}

const kindOf = (distance: number) => (distance <= MOST_OF_DUPLICATE ? 'duplicate' : 'similar');
