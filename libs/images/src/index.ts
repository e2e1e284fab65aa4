export { openImage, type OpenImage } from './open-image.ts';
export {
  inspectImage,
  inspectPicture,
  inTurn,
  whenQuiet,
  type ImageFacts,
  type InspectedPicture,
} from './inspect-image.ts';
export { ImageRefusedError, imageIsGone, imageProblems, imageRefusal, type ImageRefusal } from './image.errors.ts';
export { fileExtension, imageTypeOf, type ImageType } from './image-type.ts';
export { decodePicture, narrowed, partOf } from './decode-picture.ts';
export type { Picture } from './picture.ts';
export { jpegOf, webpsOf, type Encoded, type JpegOrder } from './encode-picture.ts';
export { MADE_BY_A_MODEL } from './disclosure.ts';
export { hashTexts, traitsOf, type Traits } from './traits.ts';
export type { PictureHashes } from './picture-hash.ts';
export { centred, cropStrategies, suggestCrop, type CropStrategy } from './suggest-crop.ts';
export type { Rectangle, Size } from './rectangle.ts';
