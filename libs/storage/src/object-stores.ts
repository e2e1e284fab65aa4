import type { ObjectStorage } from './object-storage.ts';
import { StorageUnavailableError } from './storage.errors.ts';

export const storeNames = ['public', 'private'] as const;
export type StoreName = (typeof storeNames)[number];

/** Where an object is. A key is used once in each store. */
export interface ObjectPlace {
  store: StoreName;
  key: string;
}

export const samePlace = (one: ObjectPlace | null | undefined, other: ObjectPlace | null | undefined): boolean =>
  one?.store === other?.store && one?.key === other?.key;

/** The two instances of the port: what anyone may fetch, and what only this application reads. */
export class ObjectStores {
  constructor(
    readonly publicObjects: ObjectStorage,
    /** Undefined for an S3 store without S3_PRIVATE_BUCKET. */
    readonly privateObjects: ObjectStorage | undefined,
    /** What the URL of every public object begins with, up to its key. */
    private readonly publicBase: string,
  ) {}

  /** @throws StorageUnavailableError for the private store where there is none */
  of(store: StoreName): ObjectStorage {
    const objects = store === 'public' ? this.publicObjects : this.privateObjects;
    if (!objects) throw noPrivateStore();
    return objects;
  }

  /** The store in which new originals are. */
  get ofOriginals(): StoreName {
    return this.privateObjects ? 'private' : 'public';
  }

  /** The stores that exist. */
  get names(): readonly StoreName[] {
    return this.privateObjects ? storeNames : ['public'];
  }

  /** Resolves when objects can be stored now, in both stores. @throws StorageUnavailableError */
  async check(): Promise<void> {
    await Promise.all(this.names.map((store) => this.of(store).check()));
  }

  /** The public URL of an object. Computed, never stored. */
  publicUrl(key: string): string {
    return `${this.publicBase}${key}`;
  }
}

const noPrivateStore = () =>
  new StorageUnavailableError(
    'open',
    Object.assign(new Error('no private store'), { code: 'NoPrivateBucket' }),
    'The object is in a private bucket, and S3_PRIVATE_BUCKET is not set. Set it.',
  );
