import { Injectable } from '@nestjs/common';
import { Database, FIRST_ID, keysetRows } from '@trellis/database';
import { ObjectDiffersError, ObjectStores, samePlace, type ObjectPlace } from '@trellis/storage';
import { PhotoRecords } from '../photo-records.ts';
import type { StoredOriginal } from '../photo-view.ts';
import { OriginalStore } from './original-store.ts';
import { reached } from './move-progress.ts';

const PAGE = 500;
const ORIGINAL = `
  select store, key, content_type as "contentType", byte_size as "byteSize", sha256, width, height
  from photo_objects where photo_id = $1 and kind = 'original'`;
/** Orders a move after every other change of the photo's objects. */
const LOCK = `select id from photos where id = $1 for no key update`;
const SWITCH = `
  update photo_objects set store = $2, key = $3 where photo_id = $1 and kind = 'original'`;

/** What became of one original. */
export type Moved = 'moved' | 'unchanged' | 'original_missing' | 'original_differs';

/**
 * Moves originals to where this configuration keeps them. Every step may be repeated or interrupted: the row names the
 * former object until the new one is verified, and the new place has a tombstone until the row names it. The former
 * object can be read for seven more days.
 */
@Injectable()
export class MoveOriginalsService {
  constructor(
    private readonly database: Database,
    private readonly stores: ObjectStores,
    private readonly originals: OriginalStore,
    private readonly records: PhotoRecords,
  ) {}

  async count(): Promise<number> {
    const sql = `select count(*)::int as count from photo_objects where ${this.misplaced}`;
    return (await this.database.query<[{ count: number }]>(sql))[0].count;
  }

  /** The ids of photos whose originals are elsewhere. */
  outdated(): AsyncIterable<{ id: string }> {
    const sql = `select photo_id as id from photo_objects where ${this.misplaced} and photo_id > $1 order by photo_id limit ${PAGE}`;
    return keysetRows(PAGE, (last) => this.database.query(sql, [last?.id ?? FIRST_ID]));
  }

  /** @throws StorageUnavailableError */
  async move(photoId: string): Promise<Moved> {
    const [former] = await this.database.query<StoredOriginal[]>(ORIGINAL, [photoId]);
    const place = former && this.originals.placeOf(photoId, former, former);
    if (!former || !place || samePlace(place, former)) return 'unchanged';
    const bytes = await this.originals.read(former);
    if (!bytes) return 'original_missing';
    await this.records.tombstone(this.database.manager, place, 'move_begun');
    reached({ point: 'reserved', photoId });
    try {
      await this.originals.store(place, bytes, former);
    } catch (error) {
      if (error instanceof ObjectDiffersError) return 'original_differs';
      throw error;
    }
    reached({ point: 'stored', photoId });
    const switched = await this.switch(photoId, former, place);
    reached({ point: 'switched', photoId });
    return switched ? 'moved' : 'unchanged';
  }

  /** False when the photo is gone, or another process has moved its original. The new object keeps its tombstone then. */
  private switch(photoId: string, former: ObjectPlace, place: ObjectPlace): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      await manager.query(LOCK, [photoId]);
      const [now] = await manager.query<ObjectPlace[]>(ORIGINAL, [photoId]);
      if (!samePlace(now, former)) return false;
      if (!(await this.records.claim(manager, place))) throw new Error('the reservation of an original is gone');
      await manager.query(SWITCH, [photoId, place.store, place.key]);
      await this.records.tombstone(manager, former, 'original_moved');
      return true;
    });
  }

  /** Originals in the public store under keys of earlier releases; all of them where there is a private store. */
  private get misplaced(): string {
    const open = `kind = 'original' and store = 'public'`;
    return this.stores.ofOriginals === 'private' ? open : `${open} and key not like 'originals/%'`;
  }
}
