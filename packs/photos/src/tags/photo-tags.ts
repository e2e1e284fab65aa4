import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { distinctTags } from './tag.ts';

/** As the persona has it already, or as it is written now. */
const ADD = `
  insert into photo_tags (photo_id, tag_key, tag, persona_id, photo_created_at)
  select p.id, k.key, coalesce(
    (select t.tag from photo_tags t where t.persona_id = p.persona_id and t.tag_key = k.key
     order by t.photo_created_at, t.photo_id limit 1), k.tag), p.persona_id, p.created_at
  from photos p, unnest($2::text[], $3::text[]) as k (key, tag) where p.id = $1
  on conflict (photo_id, tag_key) do nothing`;

/** The tags of photos, in the caller's transaction, which holds the lock of the photo. */
@Injectable()
export class PhotoTags {
  /** Exactly these afterwards. */
  async replace(manager: EntityManager, photoId: string, tags: readonly string[]): Promise<void> {
    const wanted = distinctTags(tags);
    await manager.query(`delete from photo_tags where photo_id = $1 and tag_key <> all($2)`, [
      photoId,
      [...wanted.keys()],
    ]);
    await manager.query(ADD, [photoId, [...wanted.keys()], [...wanted.values()]]);
  }
}
