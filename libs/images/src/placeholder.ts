import { rgbaToThumbHash } from 'thumbhash';
import { SIDE, type Field } from './field.ts';
import type { Size } from './rectangle.ts';

/**
 * The ThumbHash of a picture: about 25 bytes, in base64, which a client shows until the picture is there. It keeps a few
 * low frequencies, so a field that is brought into the shape of the picture has all of them.
 */
export function thumbHash(picture: Size, field: Field): string {
  const scale = SIDE / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale))) as [
    number,
    number,
  ];
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const from = (middle(y, height) * SIDE + middle(x, width)) * 3;
      rgba.set(field.subarray(from, from + 3), (y * width + x) * 4);
    }
  return Buffer.from(rgbaToThumbHash(width, height, rgba)).toString('base64');
}

/** The place in the field of the middle of a part. */
const middle = (part: number, parts: number): number => Math.floor(((part + 0.5) * SIDE) / parts);
