export { PhotoResponse } from './photo.dto.ts';
