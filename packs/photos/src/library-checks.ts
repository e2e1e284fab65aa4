import type { LibraryCheck } from '@trellis/database';

/** The invariants of photos in the database. The store examinations check the objects. */
export const photoChecks: readonly LibraryCheck[] = [
  {
    code: 'photo_without_original',
    meaning: 'The photo has no original and cannot be shown.',
    cure: 'DELETE /photos/:id, then trellis link --run ID for its run',
    sql: `select p.id from photos p where not exists (select 1 from photo_objects where photo_id = p.id and kind = 'original')`,
  },
  {
    code: 'living_key_tombstoned',
    meaning: "The key of an existing photo's object has a tombstone. gc does not delete it.",
    cure: 'trellis doctor --fix',
    sql: `select o.photo_id as id from photo_objects o join object_tombstones t using (store, key)`,
    fix: [
      `delete from object_tombstones t using photo_objects o where o.store = t.store and o.key = t.key and o.photo_id = $1`,
    ],
  },
];
