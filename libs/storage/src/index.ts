export {
  ObjectStorage,
  type ByteRange,
  type ObjectFacts,
  type ObjectSource,
  type StoredObject,
} from './object-storage.ts';
export { ObjectDiffersError, StorageUnavailableError, storageProblems } from './storage.errors.ts';
export { LinkLeadsOutError, writeDurably, writeWhole } from './write-durably.ts';
export { storeVerified } from './store-verified.ts';
export { storageOperations, type StorageOperation } from './measured.storage.ts';
export { ObjectStores, samePlace, storeNames, type ObjectPlace, type StoreName } from './object-stores.ts';
export { StorageModule } from './storage.module.ts';
export { anonymousUrls, mediaDirectory, originalsDirectory, storesOf } from './stores-of.ts';
