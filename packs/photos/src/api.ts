export { PhotoResponse } from './photo.dto.ts';
export { MOST_ALT_TEXT } from './photo-input.ts';
export { CropDto } from './renditions/crop.dto.ts';
export { MOST_TAG_LENGTH } from './tags/tag.ts';
