export { openImage, type OpenImage } from './open-image.ts';
export { inspectImage, type ImageFacts } from './inspect-image.ts';
export { ImageRefusedError, imageProblems, imageRefusal, type ImageRefusal } from './image.errors.ts';
export { fileExtension, imageTypeOf, type ImageType } from './image-type.ts';
