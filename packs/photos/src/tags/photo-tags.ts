import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { canonicalName } from '@trellis/kernel';
import { distinctTags, tagKey } from './tag.ts';

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
  /** False when the photo has it already. */
  async add(manager: EntityManager, photoId: string, tag: string): Promise<boolean> {
    const rows = await manager.query<unknown[]>(`${ADD} returning tag_key`, [
      photoId,
      [tagKey(tag)],
      [canonicalName(tag)],
    ]);
    return rows.length > 0;
  }

  /** False when the photo does not have it. */
  async remove(manager: EntityManager, photoId: string, tag: string): Promise<boolean> {
    const [, removed] = await manager.query<[unknown, number]>(
      `delete from photo_tags where photo_id = $1 and tag_key = $2`,
      [photoId, tagKey(tag)],
    );
    return removed > 0;
  }

  async count(manager: EntityManager, photoId: string): Promise<number> {
    const sql = `select count(*)::int as count from photo_tags where photo_id = $1`;
    return (await manager.query<[{ count: number }]>(sql, [photoId]))[0].count;
  }

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
