import { fieldOf } from './field.ts';
import { pictureHashes, type PictureHashes } from './picture-hash.ts';
import type { Picture } from './picture.ts';
import { thumbHash } from './placeholder.ts';

/** How a picture looks while it loads, and what finds similar ones. One reduction serves both. */
export interface Traits extends PictureHashes {
  /** ThumbHash, base64. */
  placeholder: string;
}

export async function traitsOf(picture: Picture): Promise<Traits> {
  const field = await fieldOf(picture);
  return { placeholder: thumbHash(picture, field), ...pictureHashes(field) };
}
