import { Database, keysetPages } from '@trellis/database';
import { finding, type Examination, type ExaminationContext, type Finding } from '@trellis/manifest';
import { ObjectStorage, type StoredObject } from '@trellis/storage';
import { ObjectGarbage } from '../object-garbage.ts';
import { findUntracked } from './untracked-objects.ts';

const PAGE = 5_000;
const OBJECTS = `
  select photo_id as id, kind, key, byte_size, sha256 from photo_objects where key > $1 order by key limit ${PAGE}`;

interface Row {
  id: string;
  kind: string;
  key: string;
  byte_size: number;
  sha256: string;
}

const MISSING = {
  code: 'photo_without_object',
  meaning: "The photo's object is missing from the store, or differs from its row.",
  cure: 'restore the object from a backup; or DELETE /photos/:id and trellis link --run ID while the candidate has its file',
};

const NO_RENDITION = {
  code: 'rendition_missing',
  meaning: 'A rendition of the photo is missing from the store, or differs from its row. Its original is there.',
  cure: 'trellis renditions --photo ID',
};

const UNTRACKED = {
  code: 'object_without_row',
  meaning: 'The store has an object without a photo, a pending link or a tombstone.',
  cure: 'trellis gc --untracked --dry-run, then without --dry-run',
};

/** Compares the object of every photo with its row, in batches. */
export const objectExamination: Examination = {
  needs: 'store',
  async *run({ resolve, interruption, watched }: ExaminationContext): AsyncIterable<Finding> {
    const [database, storage] = [resolve(Database), resolve(ObjectStorage)];
    const missing = { originals: new Set<string>(), renditions: new Set<string>() };
    const total = await resolve(ObjectGarbage).countKnown();
    const what = { what: 'Checking objects', total, interruption, size: ({ length }: Row[]) => length };
    for await (const rows of watched(pagesOf(database), what)) {
      const stored = await storage.headAll(rows.map(({ key }) => key));
      for (const [i, row] of rows.entries())
        if (!isSame(stored[i], row)) missing[row.kind === 'original' ? 'originals' : 'renditions'].add(row.id);
    }
    const others = [...missing.renditions].filter((id) => !missing.originals.has(id));
    if (missing.originals.size > 0) yield finding(MISSING, [...missing.originals]);
    if (others.length > 0) yield finding(NO_RENDITION, others);
  },
};

const pagesOf = (database: Database): AsyncIterable<Row[]> =>
  keysetPages(PAGE, (last) => database.query(OBJECTS, [last?.key ?? '']));

/** Looks up every object of the store in the database. */
export const untrackedExamination: Examination = {
  needs: 'store',
  async *run({ resolve, interruption, watched }: ExaminationContext): AsyncIterable<Finding> {
    const { untracked } = await findUntracked(resolve(ObjectGarbage), watched, interruption);
    if (untracked.length > 0) yield finding(UNTRACKED, untracked);
  },
};

const isSame = (stored: StoredObject | undefined, { byte_size, sha256 }: Row): boolean =>
  stored?.byteSize === byte_size && stored.sha256 === sha256;
