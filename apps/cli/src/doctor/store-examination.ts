import type { DataSource } from 'typeorm';
import type { ClusteringFacade } from '@trellis/clustering';
import { FIRST_ID, keysetPages } from '@trellis/database';
import { limitConcurrency } from '@trellis/kernel';
import type { ObjectGarbage } from '@trellis/photos';
import type { ObjectStorage } from '@trellis/storage';
import type { Interruption } from '../interruption.ts';
import { findUntracked } from '../untracked-objects.ts';
import { watched } from '../watched.ts';
import { finding, type Finding } from './finding.ts';

const PAGE = 500;
const AT_ONCE = 8;
const OBJECTS = `
  select photo_id as id, key, byte_size, sha256 from photo_objects where photo_id > $1 order by photo_id limit ${PAGE}`;

interface Row {
  id: string;
  key: string;
  byte_size: number;
  sha256: string;
}

const MISSING = {
  code: 'photo_without_object',
  meaning: "The photo's object is not in the store, or is not the one that its row describes.",
  mend: 'restore the object from a backup; or DELETE /photos/:id and trellis link --run ID while the candidate has its file',
};

const UNTRACKED = {
  code: 'object_without_row',
  meaning: 'The store has an object that no photo, no link at work and no tombstone knows.',
  mend: 'trellis gc --untracked --dry-run, then without --dry-run',
};

/** Asks the store for the object of every photo, a few at a time. */
export async function* examineObjects(
  dataSource: DataSource,
  storage: ObjectStorage,
  interruption: Interruption,
): AsyncIterable<Finding> {
  const [{ total }] = await dataSource.query<[{ total: number }]>('select count(*)::int as total from photo_objects');
  const oneOfMany = limitConcurrency(AT_ONCE);
  const missing: string[] = [];
  const what = { what: 'Asking the store', total, interruption, size: ({ length }: Row[]) => length };
  for await (const rows of watched(pages(dataSource), what)) {
    const there = await Promise.all(rows.map((row) => oneOfMany(() => isThere(storage, row))));
    missing.push(...rows.filter((_, i) => !there[i]).map(({ id }) => id));
  }
  if (missing.length > 0) yield finding(MISSING, missing);
}

const pages = (dataSource: DataSource): AsyncIterable<Row[]> =>
  keysetPages(PAGE, (last) => dataSource.query(OBJECTS, [last?.id ?? FIRST_ID]));

/** Asks the rows for every object of the store. */
export async function* examineStore(
  garbage: ObjectGarbage,
  clustering: ClusteringFacade,
  interruption: Interruption,
): AsyncIterable<Finding> {
  const { untracked } = await findUntracked(garbage, clustering, interruption);
  if (untracked.length > 0) yield finding(UNTRACKED, untracked);
}

async function isThere(storage: ObjectStorage, { key, byte_size, sha256 }: Row): Promise<boolean> {
  const stored = await storage.head(key);
  return stored?.byteSize === byte_size && stored.sha256 === sha256;
}
