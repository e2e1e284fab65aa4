import { Injectable } from '@nestjs/common';
import { Database, keysetRows } from '@trellis/database';
import { ObjectStores, type ObjectPlace, type StoreName } from '@trellis/storage';
import { KeyReservations } from './key-reservations.ts';

const PAGE = 5_000;
/** Of originals, of originals of earlier releases, and of renditions. */
const PREFIXES = ['originals/', 'photos/', 'renditions/'];
const TIME_HAS_COME = `
  object_tombstones t where not_before < now()
    and not exists (select 1 from photo_objects o where (o.store, o.key) = (t.store, t.key))`;
const DUE = `select store, key from ${TIME_HAS_COME} and (store, key) > ($1, $2) order by store, key limit ${PAGE}`;
const LOCK = `
  select key from object_tombstones t where (store, key) = ($1, $2) and not_before < now()
    and not exists (select 1 from photo_objects o where (o.store, o.key) = (t.store, t.key)) for update skip locked`;
const KNOWN = `
  select k.key from unnest($2::text[]) as k (key)
  where exists (select 1 from photo_objects o where o.store = $1 and o.key = k.key)
    or exists (select 1 from object_tombstones t where t.store = $1 and t.key = k.key)`;

/** Objects of a store: how many were listed, and those without a row and without a reservation. */
interface ListedObjects {
  count: number;
  untracked: ObjectPlace[];
}

/**
 * Deletes unneeded objects from the store: the object first, then its tombstone. After a crash in between, it is
 * repeated.
 */
@Injectable()
export class ObjectGarbage {
  constructor(
    private readonly database: Database,
    private readonly stores: ObjectStores,
    private readonly reservations: KeyReservations,
  ) {}

  /** The places that are due, in order. */
  due(): AsyncIterable<ObjectPlace> {
    return keysetRows(PAGE, (last) => this.database.query(DUE, [last?.store ?? '', last?.key ?? '']));
  }

  /** The number of places in `due`. */
  countDue(): Promise<number> {
    return this.count(TIME_HAS_COME);
  }

  /** The number of objects with a row: about as many as the stores should have. */
  countKnown(): Promise<number> {
    return this.count('photo_objects');
  }

  /** False when another process deletes it, or it belongs to an existing photo. @throws StorageUnavailableError */
  collect({ store, key }: ObjectPlace): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const mine = await manager.query<unknown[]>(LOCK, [store, key]);
      if (mine.length === 0) return false;
      await this.stores.of(store).delete(key);
      await manager.query('delete from object_tombstones where store = $1 and key = $2', [store, key]);
      return true;
    });
  }

  /** Every object in the stores, in pages. */
  async *objects(): AsyncIterable<ListedObjects> {
    for (const store of this.stores.names)
      for await (const keys of this.pagesOf(store)) yield await this.sorted(store, keys);
  }

  private async *pagesOf(store: StoreName): AsyncIterable<string[]> {
    let page: string[] = [];
    for (const prefix of PREFIXES)
      for await (const key of this.stores.of(store).list(prefix)) {
        if (page.push(key) < PAGE) continue;
        yield page;
        page = [];
      }
    yield page;
  }

  private async unknownOf(store: StoreName, keys: string[]): Promise<string[]> {
    const known = new Set((await this.database.query<{ key: string }[]>(KNOWN, [store, keys])).map(({ key }) => key));
    return keys.filter((key) => !known.has(key));
  }

  /** Deletes an object without a row. @throws StorageUnavailableError */
  async deleteUnknown({ store, key }: ObjectPlace): Promise<void> {
    await this.stores.of(store).delete(key);
  }

  private async count(rows: string): Promise<number> {
    const [{ count }] = await this.database.query<[{ count: number }]>(`select count(*)::int as count from ${rows}`);
    return count;
  }

  private async sorted(store: StoreName, keys: string[]): Promise<ListedObjects> {
    const unknown = await this.unknownOf(store, keys);
    const reserved = await this.reservations.reserved(store, unknown);
    // Reads the rows again at the end: a link that finished meanwhile has turned its reservation into a photo.
    const still = unknown.filter((key) => !reserved.has(key));
    const untracked = (await this.unknownOf(store, still)).map((key) => ({ store, key }));
    return { count: keys.length, untracked };
  }
}
