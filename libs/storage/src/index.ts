export { ObjectStorage, type ObjectFacts, type ObjectSource, type StoredObject } from './object-storage.ts';
export { ObjectDiffersError, StorageUnavailableError } from './storage.errors.ts';
export { writeDurably } from './write-durably.ts';
export { storeVerified } from './store-verified.ts';
export { StorageModule, mediaDirectory } from './storage.module.ts';
export { openImage, type OpenImage } from './images/open-image.ts';
export { inspectImage, type ImageFacts } from './images/inspect-image.ts';
export { ImageRefusedError, imageRefusal, type ImageRefusal } from './images/image.errors.ts';
export { fileExtension, type ImageType } from './images/image-type.ts';
