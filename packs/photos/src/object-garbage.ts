import { Injectable } from '@nestjs/common';
import { Database, keysetPages } from '@trellis/database';
import { ObjectStorage } from '@trellis/storage';
import { KeyReservations } from './key-reservations.ts';

const PAGE = 5_000;
/** Of originals and of renditions. */
const PREFIXES = ['photos/', 'renditions/'];
const TIME_HAS_COME = `
  object_tombstones t where not_before < now() and not exists (select 1 from photo_objects where key = t.key)`;
const DUE = `select key from ${TIME_HAS_COME} and key > $1 order by key limit ${PAGE}`;
const LOCK = `
  select key from object_tombstones t where key = $1 and not_before < now()
    and not exists (select 1 from photo_objects where key = t.key) for update skip locked`;
const KNOWN = `
  select k.key from unnest($1::text[]) as k (key)
  where exists (select 1 from photo_objects o where o.key = k.key) or exists (select 1 from object_tombstones t where t.key = k.key)`;

/**
 * Deletes unneeded objects from the store: the object first, then its tombstone. After a crash in between, it is
 * repeated.
 */
@Injectable()
export class ObjectGarbage {
  constructor(
    private readonly database: Database,
    private readonly storage: ObjectStorage,
    private readonly reservations: KeyReservations,
  ) {}

  /** The keys that are due, in order. */
  async *due(): AsyncIterable<string> {
    const pages = keysetPages<{ key: string }>(PAGE, (last) => this.database.query(DUE, [last?.key ?? '']));
    for await (const rows of pages) for (const { key } of rows) yield key;
  }

  /** The number of keys in `due`. */
  countDue(): Promise<number> {
    return this.count(TIME_HAS_COME);
  }

  /** The number of objects with a row: about as many as the store should have. */
  countKnown(): Promise<number> {
    return this.count('photo_objects');
  }

  /** False when another process deletes it, or the key belongs to an existing photo. @throws StorageUnavailableError */
  collect(key: string): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const mine = await manager.query<unknown[]>(LOCK, [key]);
      if (mine.length === 0) return false;
      await this.storage.delete(key);
      await manager.query('delete from object_tombstones where key = $1', [key]);
      return true;
    });
  }

  /** Every key in the store, in pages, and the untracked ones of each page: without a row and without a reservation. */
  async *objects(): AsyncIterable<{ count: number; untracked: string[] }> {
    let page: string[] = [];
    for (const prefix of PREFIXES)
      for await (const key of this.storage.list(prefix)) {
        if (page.push(key) < PAGE) continue;
        yield await this.sorted(page);
        page = [];
      }
    yield await this.sorted(page);
  }

  private async unknownOf(keys: string[]): Promise<string[]> {
    const known = new Set((await this.database.query<{ key: string }[]>(KNOWN, [keys])).map(({ key }) => key));
    return keys.filter((key) => !known.has(key));
  }

  /** Deletes an object without a row. @throws StorageUnavailableError */
  async deleteUnknown(key: string): Promise<void> {
    await this.storage.delete(key);
  }

  private async count(rows: string): Promise<number> {
    const [{ count }] = await this.database.query<[{ count: number }]>(`select count(*)::int as count from ${rows}`);
    return count;
  }

  private async sorted(keys: string[]): Promise<{ count: number; untracked: string[] }> {
    const unknown = await this.unknownOf(keys);
    const reserved = await this.reservations.reserved(unknown);
    // Reads the rows again at the end: a link that finished meanwhile has turned its reservation into a photo.
    return { count: keys.length, untracked: await this.unknownOf(unknown.filter((key) => !reserved.has(key))) };
  }
}
