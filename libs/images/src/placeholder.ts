import { rgbaToThumbHash } from 'thumbhash';
import type { Picture } from './picture.ts';

const SIDE = 100;

/** The ThumbHash of a picture: about 25 bytes, in base64, which a client shows until the picture is there. */
export async function placeholderOf(picture: Picture): Promise<string> {
  const small = picture.open().resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true }).ensureAlpha();
  const { data, info } = await small.raw().toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64');
}
