export { PhotosModule } from './photos.module.ts';
export { PhotosFacade } from './photos.facade.ts';
export type { NewPhoto, PhotoView, StoredOriginal, UploadOutcome } from './photo-view.ts';
