import { Database, keysetPages } from '@trellis/database';
import { finding, type Examination, type ExaminationContext, type Finding } from '@trellis/manifest';
import { ObjectStores, storeNames, type ObjectPlace, type StoredObject } from '@trellis/storage';
import { ObjectGarbage } from '../object-garbage.ts';
import { findUntracked } from './untracked-objects.ts';

const PAGE = 5_000;
const OBJECTS = `
  select photo_id as id, kind, store, key, byte_size, sha256 from photo_objects where (store, key) > ($1, $2)
  order by store, key limit ${PAGE}`;

interface Row extends ObjectPlace {
  id: string;
  kind: string;
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
    const [database, stores] = [resolve(Database), resolve(ObjectStores)];
    const missing = { originals: new Set<string>(), renditions: new Set<string>() };
    const total = await resolve(ObjectGarbage).countKnown();
    const what = { what: 'Checking objects', total, interruption, size: ({ length }: Row[]) => length };
    for await (const rows of watched(pagesOf(database), what)) {
      const stored = await headAll(stores, rows);
      for (const row of rows)
        if (!isSame(stored.get(row), row)) missing[row.kind === 'original' ? 'originals' : 'renditions'].add(row.id);
    }
    const others = [...missing.renditions].filter((id) => !missing.originals.has(id));
    if (missing.originals.size > 0) yield finding(MISSING, [...missing.originals]);
    if (others.length > 0) yield finding(NO_RENDITION, others);
  },
};

const pagesOf = (database: Database): AsyncIterable<Row[]> =>
  keysetPages(PAGE, (last) => database.query(OBJECTS, [last?.store ?? '', last?.key ?? '']));

async function headAll(stores: ObjectStores, rows: Row[]): Promise<Map<Row, StoredObject | undefined>> {
  const found = new Map<Row, StoredObject | undefined>();
  for (const store of storeNames) {
    const there = rows.filter((row) => row.store === store);
    if (there.length === 0) continue;
    const stored = await stores.of(store).headAll(there.map(({ key }) => key));
    for (const [i, row] of there.entries()) found.set(row, stored[i]);
  }
  return found;
}

/** Looks up every object of the store in the database. */
export const untrackedExamination: Examination = {
  needs: 'store',
  async *run({ resolve, interruption, watched }: ExaminationContext): AsyncIterable<Finding> {
    const { untracked } = await findUntracked(resolve(ObjectGarbage), watched, interruption);
    if (untracked.length > 0)
      yield finding(
        UNTRACKED,
        untracked.map(({ key }) => key),
      );
  },
};

const isSame = (stored: StoredObject | undefined, { byte_size, sha256 }: Row): boolean =>
  stored?.byteSize === byte_size && stored.sha256 === sha256;
