import { Injectable } from '@nestjs/common';
import { ObjectStorage, storeVerified, type ObjectFacts, type ObjectSource } from '@trellis/storage';
import { fileExtension } from '@trellis/images';
import type { StoredOriginal } from './photo-view.ts';

type OriginalFacts = ObjectFacts & Pick<StoredOriginal, 'contentType' | 'width' | 'height'>;

/** Stores originals under keys that belong to one photo and one content. */
@Injectable()
export class OriginalStore {
  constructor(private readonly storage: ObjectStorage) {}

  /** `photos/<photo id>/<sha256>.<ext>`. A repetition writes the same bytes, and no other photo uses the key. */
  keyOf(photoId: string, { sha256, contentType }: Pick<StoredOriginal, 'sha256' | 'contentType'>): string {
    return `photos/${photoId}/${sha256}.${fileExtension(contentType)}`;
  }

  /** Afterwards the object exists with this size and hash. @throws StorageUnavailableError */
  async store(photoId: string, source: ObjectSource, facts: OriginalFacts): Promise<StoredOriginal> {
    const key = this.keyOf(photoId, facts);
    await storeVerified(this.storage, key, source, facts);
    const { contentType, byteSize, sha256, width, height } = facts;
    return { key, contentType, byteSize, sha256, width, height };
  }

  publicUrl(key: string): string {
    return this.storage.publicUrl(key);
  }
}
