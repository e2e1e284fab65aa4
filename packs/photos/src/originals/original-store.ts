import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { ObjectStores, storeVerified, type ObjectFacts, type ObjectPlace, type ObjectSource } from '@trellis/storage';
import { fileExtension } from '@trellis/images';
import type { StoredOriginal } from '../photo-view.ts';

type OriginalFacts = ObjectFacts & Pick<StoredOriginal, 'contentType' | 'width' | 'height'>;

const SECRET_BYTES = 16;

/** Stores originals in places that belong to one photo and one content. */
@Injectable()
export class OriginalStore {
  constructor(private readonly stores: ObjectStores) {}

  /**
   * The private store, under `originals/<photo id>/<sha256>.<ext>`; without one the public store, under
   * `originals/<photo id>/<128 random bits>`. A former place of the same photo stays where it is right, so that a
   * repetition writes the same bytes; no other photo uses the key.
   */
  placeOf(
    photoId: string,
    { sha256, contentType }: Pick<StoredOriginal, 'sha256' | 'contentType'>,
    former?: ObjectPlace | null,
  ): ObjectPlace {
    const folder = `originals/${photoId}/`;
    const store = this.stores.ofOriginals;
    if (store === 'private') return { store, key: `${folder}${sha256}.${fileExtension(contentType)}` };
    if (former?.store === store && former.key.startsWith(folder)) return former;
    return { store, key: `${folder}${randomBytes(SECRET_BYTES).toString('hex')}` };
  }

  /** The bytes; undefined when the store does not have them. @throws StorageUnavailableError */
  async read({ store, key }: ObjectPlace): Promise<Buffer | undefined> {
    const stream = await this.stores.of(store).read(key);
    return stream && buffer(stream);
  }

  /** Afterwards the object exists with this size and hash. @throws StorageUnavailableError */
  async store(place: ObjectPlace, source: ObjectSource, facts: OriginalFacts): Promise<StoredOriginal> {
    await storeVerified(this.stores.of(place.store), place.key, source, facts);
    const { contentType, byteSize, sha256, width, height } = facts;
    return { ...place, contentType, byteSize, sha256, width, height };
  }
}
