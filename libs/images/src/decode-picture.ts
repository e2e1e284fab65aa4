import sharp, { type Sharp } from 'sharp';
import { MAX_PIXELS, MAX_PIXELS_HELD, readable } from './inspect-image.ts';
import { hold, type Picture } from './picture.ts';
import { MOST_LINES } from './small-picture.ts';
import type { Rectangle } from './rectangle.ts';

const SECONDS = 30;

/**
 * Decodes a picture once and holds its pixels. More than 25 megapixels are not held; then each output decodes again.
 * @throws ImageRefusedError not_an_image, image_too_large
 */
export async function decodePicture(bytes: Buffer): Promise<Picture> {
  const { autoOrient } = await readable(SECONDS, () => sharp(bytes, { limitInputPixels: MAX_PIXELS }).metadata());
  const { width, height } = autoOrient;
  if (width * height > MAX_PIXELS_HELD) return { width, height, open: () => upright(bytes) };
  return readable(SECONDS, () => hold(upright(bytes)));
}

const upright = (bytes: Buffer): Sharp =>
  sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'warning', sequentialRead: true })
    .timeout({ seconds: SECONDS })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb');

/** At most this wide, and no higher than a WebP may be. */
export const narrowed = async (picture: Picture, width: number): Promise<Picture> =>
  picture.width <= width && picture.height <= MOST_LINES
    ? picture
    : hold(picture.open().resize({ width, height: MOST_LINES, fit: 'inside', withoutEnlargement: true }));

/** A part as a picture of its own. */
export const partOf = (picture: Picture, { x: left, y: top, width, height }: Rectangle): Promise<Picture> =>
  hold(picture.open().extract({ left, top, width, height }));
