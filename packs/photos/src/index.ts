export { PhotosModule } from './photos.module.ts';
export { ObjectGarbage } from './object-garbage.ts';
export { PhotosFacade } from './photos.facade.ts';
export type { NewPhoto, PhotoView, StoredOriginal, UploadOutcome } from './photo-view.ts';
export { photoChecks } from './library-checks.ts';
