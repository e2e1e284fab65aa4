import type { EntityManager } from 'typeorm';
import { lastKept } from '@trellis/database';
import type { ObjectPlace } from '@trellis/storage';
import type { ReadinessState } from '../renditions/readiness.ts';

/** The rows of a deleted photo as JSON, by the names of their columns. */
export interface DeletedPhoto {
  photo: Readonly<Record<string, unknown>> & {
    persona_id: string;
    cluster_id: string | null;
    image_candidate_id: string | null;
    rendition_version: number;
    readiness: ReadinessState;
  };
  objects: (Readonly<Record<string, unknown>> & ObjectPlace)[];
  tags: Readonly<Record<string, unknown>>[];
}

/** The audit entry of a deletion, which keeps the rows. */
export const deletionOf = (photoId: string) => ({
  action: 'photo.deleted',
  subjectType: 'photo',
  subjectId: photoId,
});

const rowsOf = (table: string, order: string) =>
  `(select coalesce(jsonb_agg(to_jsonb(r) order by ${order}), '[]') from ${table} r where r.photo_id = p.id)`;

const ROWS = `
  select to_jsonb(p) - array['search_text', 'search'] as photo, ${rowsOf('photo_objects', 'kind')} as objects, ${rowsOf('photo_tags', 'tag_key')} as tags
  from photos p where p.id = $1`;

/** The rows of a photo that is about to be deleted. */
export async function rowsOfPhoto(manager: EntityManager, photoId: string): Promise<DeletedPhoto> {
  return (await manager.query<[DeletedPhoto]>(ROWS, [photoId]))[0];
}

/** The rows as they were at the last deletion; undefined when there was none that kept them. */
export const lastDeleted = (manager: EntityManager, photoId: string): Promise<DeletedPhoto | undefined> =>
  lastKept(manager, deletionOf(photoId));
