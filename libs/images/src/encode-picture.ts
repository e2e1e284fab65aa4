import type { Sharp } from 'sharp';
import { narrowed } from './decode-picture.ts';
import type { Picture } from './picture.ts';
import type { Rectangle, Size } from './rectangle.ts';

/** An encoded picture. */
export interface Encoded {
  contentType: 'image/jpeg' | 'image/webp';
  bytes: Buffer;
  /** Pixels. */
  width: number;
  height: number;
}

export interface JpegOrder {
  /** The part that is shown. */
  crop: Rectangle;
  /** The part is centred on white of this size. */
  padTo?: Size;
  /** The widest that the result may be, in pixels. It is never enlarged. */
  width: number;
  /** 1 to 100. */
  quality: number;
  /** An XMP packet. No other metadata survives. */
  xmp?: string;
}

/** A baseline JPEG in sRGB with its profile, 4:4:4. */
export async function jpegOf(picture: Picture, { crop, padTo, width, quality, xmp }: JpegOrder): Promise<Encoded> {
  const { x: left, y: top, ...part } = crop;
  const cut = picture.open().extract({ left, top, ...part });
  const shown = padTo ? padded(cut, part, padTo, width) : cut.resize({ width, withoutEnlargement: true });
  const jpeg = shown
    .jpeg({ quality, chromaSubsampling: '4:4:4', progressive: false, optimiseCoding: true })
    .withIccProfile('srgb');
  return encoded('image/jpeg', xmp === undefined ? jpeg : jpeg.withXmp(xmp));
}

/** Of 0 to 6. A file is a quarter larger than at 2, and takes 60 % of its time; two fifths larger than at 4, and a quarter. */
const EFFORT = 0;

/** WebPs of the whole picture, at most this wide, widest first. Each is made of the one before. */
export async function webpsOf(picture: Picture, widths: readonly number[], quality: number): Promise<Encoded[]> {
  const made: Encoded[] = [];
  let from = picture;
  for (const width of widths.toSorted((a, b) => b - a)) {
    from = await narrowed(from, width);
    made.push(await encoded('image/webp', from.open().webp({ quality, effort: EFFORT })));
  }
  return made;
}

/** Reduced before white is added, so that nothing wider than the result is held. */
function padded(cut: Sharp, part: Size, padTo: Size, most: number): Sharp {
  const scale = Math.min(1, most / padTo.width);
  const scaled = ({ width, height }: Size): Size => ({
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  });
  return cut.resize({ ...scaled(part), fit: 'fill' }).extend(whiteAround(scaled(part), scaled(padTo)));
}

/** The left and upper side get the smaller half. */
function whiteAround(part: Size, whole: Size) {
  const [left, top] = [Math.floor((whole.width - part.width) / 2), Math.floor((whole.height - part.height) / 2)];
  const [right, bottom] = [whole.width - part.width - left, whole.height - part.height - top];
  return { left, top, right, bottom, background: '#ffffff' };
}

async function encoded(contentType: Encoded['contentType'], pipeline: Sharp): Promise<Encoded> {
  const { data, info } = await pipeline.toBuffer({ resolveWithObject: true });
  return { contentType, bytes: data, width: info.width, height: info.height };
}
