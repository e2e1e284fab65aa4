import { basename } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { notFound, type FileRange, type ServedFile } from '@trellis/kernel';
import { ObjectStores, type ObjectPlace } from '@trellis/storage';
import { originalGone } from '../photo.errors.ts';
import { photoProblems } from '../photo.problems.ts';

const ORIGINAL = `
  select o.store, o.key, o.content_type as "contentType", o.byte_size as "byteSize", o.sha256, p.path
  from photos p join photo_objects o on o.photo_id = p.id and o.kind = 'original' where p.id = $1`;

interface Row extends ObjectPlace {
  contentType: string;
  byteSize: number;
  sha256: string;
  path: string;
}

/** The very bytes that were stored, for people with a key. */
@Injectable()
export class OriginalsService {
  constructor(
    private readonly database: Database,
    private readonly stores: ObjectStores,
  ) {}

  /** @throws DomainError photo_not_found; image_missing (410); StorageUnavailableError */
  async get(photoId: string): Promise<ServedFile> {
    const [row] = await this.database.query<Row[]>(ORIGINAL, [photoId]);
    if (!row) throw notFound(photoProblems.photo_not_found);
    const { store, key, path, contentType, byteSize, sha256 } = row;
    const objects = this.stores.of(store);
    // Asked before an answer begins: a store that is away has a status of its own.
    if (!(await objects.head(key))) throw originalGone();
    const open = async (range?: FileRange) => {
      const stream = await objects.read(key, range);
      if (!stream) throw originalGone();
      return stream;
    };
    return { contentType, byteSize, sha256, name: basename(path), open };
  }
}
