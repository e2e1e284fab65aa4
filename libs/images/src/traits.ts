import { fieldOf } from './field.ts';
import { pictureHashes, type PictureHashes } from './picture-hash.ts';
import type { Picture } from './picture.ts';
import { thumbHash } from './placeholder.ts';

/** How a picture looks while it loads, and what finds similar ones. One reduction serves both. */
export interface Traits extends PictureHashes {
  /** ThumbHash, base64. */
  placeholder: string;
}

/** As a column of 63 bits has them: text of 0 and 1. */
export const hashTexts = ({ hash, mirrored }: PictureHashes) => ({
  pictureHash: bits(hash),
  mirrorHash: bits(mirrored),
});

const HASH_BITS = 63;
const bits = (hash: bigint) => hash.toString(2).padStart(HASH_BITS, '0');

export async function traitsOf(picture: Picture): Promise<Traits> {
  const field = await fieldOf(picture);
  return { placeholder: thumbHash(picture, field), ...pictureHashes(field) };
}
