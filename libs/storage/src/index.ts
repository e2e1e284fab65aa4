export { ObjectStorage, type ObjectFacts, type ObjectSource, type StoredObject } from './object-storage.ts';
export { ObjectDiffersError, StorageUnavailableError, storageProblems } from './storage.errors.ts';
export { LinkLeadsOutError, writeDurably } from './write-durably.ts';
export { storeVerified } from './store-verified.ts';
export { storageOperations, type StorageOperation } from './measured.storage.ts';
export { StorageModule, mediaDirectory } from './storage.module.ts';
