export { ObjectStorage, type ObjectFacts, type ObjectSource, type StoredObject } from './object-storage.ts';
export { StorageUnavailableError } from './storage.errors.ts';
export { storeVerified } from './store-verified.ts';
export { StorageModule, mediaDirectory } from './storage.module.ts';
export { openImage, type OpenImage } from './images/open-image.ts';
export { inspectImage, type ImageFacts } from './images/inspect-image.ts';
export { ImageRefusedError, imageRefusal, type ImageRefusal } from './images/image.errors.ts';
export { hashBytes, hashFile, type FileHashes } from './images/hash-file.ts';
export { fileExtension, type ImageType } from './images/image-type.ts';
