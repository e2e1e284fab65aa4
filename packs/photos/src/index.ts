export { pack } from './pack.ts';
export { PhotosModule } from './photos.module.ts';
export { PhotosFacade } from './photos.facade.ts';
export { PhotosImport, type ImportedPhoto } from './photos.import.ts';
export type { PhotoAction } from './photo-actions.service.ts';
export { PhotoRestoredEvent } from './deletion/photo-restored.event.ts';
export { photoProblems } from './photo.problems.ts';
export { KeyReservations } from './key-reservations.ts';
export type { NewPhoto, PhotoView, StoredOriginal, UploadOutcome } from './photo-view.ts';
