import { webcrypto } from 'node:crypto';
import sharp from 'sharp';
import { acting } from '@trellis/kernel';
import { DecodingPlaces } from './decoding-places.ts';
import { ImageRefusedError } from './image.errors.ts';
import { structuralFault } from './image-structure.ts';
import { hold, type Picture } from './picture.ts';
import { smallSize, upright } from './small-picture.ts';
import type { Size } from './rectangle.ts';
import { imageTypeOf, type ImageType } from './image-type.ts';

/** The facts of a checked image. */
export interface ImageFacts {
  contentType: ImageType;
  byteSize: number;
  /** Hexadecimal. */
  sha256: string;
  /** Pixels, as the image is shown: after the EXIF orientation. */
  width: number;
  height: number;
}

export const MAX_PIXELS = 100_000_000;
/** Of formats that a decoder must hold completely: WebP, progressive JPEG, interlaced PNG. */
export const MAX_PIXELS_HELD = 25_000_000;
const DECODE_S = 10;
const QUIET_MS = 250;

// No image is decoded twice, so the cache of libvips would only use memory.
sharp.cache(false);
// Several images are worked on at once, each by one thread.
sharp.concurrency(1);
const places = new DecodingPlaces({ atOnce: 2, waiting: 20 });

/**
 * Checks the whole image: type by its bytes, container, every pixel decodable within 10 s, one frame, at most 100
 * megapixels, or 25 where the decoder must hold all of them.
 * @throws ImageRefusedError not_an_image, image_too_large; DomainError too_busy
 */
export async function inspectImage(bytes: Buffer): Promise<ImageFacts> {
  return (await inspectPicture(bytes)).facts;
}

/** A checked image, and what the check has seen of it. */
export interface InspectedPicture {
  facts: ImageFacts;
  /** At most 320 pixels wide. */
  small: Picture;
}

/** As `inspectImage`. One decode gives the facts and a small picture. */
export async function inspectPicture(bytes: Buffer): Promise<InspectedPicture> {
  const contentType = imageTypeOf(bytes);
  if (!contentType) throw new ImageRefusedError('not_an_image', bytes.length === 0 ? 'empty' : undefined);
  const fault = structuralFault(contentType, bytes);
  if (fault) throw new ImageRefusedError('not_an_image', fault);
  const { width, height, small } = await inTurn(() => decode(bytes));
  return { facts: { contentType, byteSize: bytes.length, sha256: await sha256Of(bytes), width, height }, small };
}

/** Two decodes at once, the holders of keys in turns. @throws DomainError too_busy */
export const inTurn = <T>(task: () => Promise<T>): Promise<T> => places.run(acting()?.id ?? 'worker', task);

/** When no check has run for a moment: what is made ahead must not delay one. */
export const whenQuiet = (): Promise<void> => places.quiet(QUIET_MS);

/** Outside the event loop. */
const sha256Of = async (bytes: Buffer): Promise<string> =>
  Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)).toString('hex');

/** @param seconds after which it ends; whole, for tests of the limit */
export async function decode(bytes: Buffer, seconds = DECODE_S): Promise<Size & { small: Picture }> {
  const { autoOrient, orientation, pages, format, isProgressive } = await readable(seconds, () =>
    sharp(bytes, { limitInputPixels: false }).metadata(),
  );
  const { width, height } = autoOrient;
  const most = format === 'webp' || isProgressive ? MAX_PIXELS_HELD : MAX_PIXELS;
  if (width * height > most) throw new ImageRefusedError('image_too_large', `more than ${most / 1_000_000} megapixels`);
  if ((pages ?? 1) > 1) throw new ImageRefusedError('not_an_image', 'animated');
  // A small result makes libvips read every line without holding all of them. It looks at the clock with each line of
  // the result, so a result of one pixel would never end in time. Turning the whole picture would hold all of it.
  const small = await readable(seconds, () =>
    hold(
      sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'warning', sequentialRead: true })
        .timeout({ seconds })
        .resize({ ...smallSize(autoOrient, orientation), fit: 'fill', fastShrinkOnLoad: false })
        .flatten({ background: '#ffffff' })
        .toColourspace('srgb'),
    ),
  );
  return { width, height, small: await upright(small, orientation) };
}

/** @throws ImageRefusedError when it cannot be decoded, or not in time */
export async function readable<T>(seconds: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (/timeout/i.test((error as Error).message))
      throw new ImageRefusedError('image_too_large', `more than ${seconds} s to decode`);
    throw new ImageRefusedError('not_an_image', 'not decodable');
  }
}
