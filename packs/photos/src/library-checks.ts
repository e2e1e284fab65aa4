import type { LibraryCheck } from '@trellis/database';

/** What holds of photos in the database; whether their objects are there only the store can say. */
export const photoChecks: readonly LibraryCheck[] = [
  {
    code: 'photo_without_original',
    meaning: 'The photo has no original: nobody can see it.',
    cure: 'DELETE /photos/:id, then trellis link --run ID for its run',
    sql: `select p.id from photos p where not exists (select 1 from photo_objects where photo_id = p.id and kind = 'original')`,
  },
  {
    code: 'living_key_buried',
    meaning: "The key of a living photo's object is marked to be deleted; gc leaves it alone.",
    cure: 'trellis doctor --fix',
    sql: `select o.photo_id as id from photo_objects o join object_tombstones t using (key)`,
    fix: [`delete from object_tombstones t using photo_objects o where o.key = t.key and o.photo_id = $1`],
  },
];
