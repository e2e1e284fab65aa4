import { hold, type Picture } from './picture.ts';
import type { Size } from './rectangle.ts';

/** The highest that a WebP may be. */
export const MOST_LINES = 16_383;
/** The widest small picture. */
const SMALL_WIDTH = 320;
/** EXIF orientations from here on lie on a side. */
const FIRST_LYING = 5;

/**
 * The size to which the pixels of a file are reduced, so that they are at most 320 wide as shown, and at most as high as
 * a WebP may be.
 */
export function smallSize({ width, height }: Size, orientation = 1): Size {
  const scale = Math.min(1, SMALL_WIDTH / width, MOST_LINES / height);
  const scaled = (side: number) => Math.max(1, Math.round(side * scale));
  const [across, down] = [scaled(width), scaled(height)];
  return orientation >= FIRST_LYING ? { width: down, height: across } : { width: across, height: down };
}

/** The picture as its EXIF orientation (1 to 8) wants it shown. */
export function upright(picture: Picture, orientation = 1): Promise<Picture> | Picture {
  if (orientation === 1) return picture;
  const [degrees, mirrored] = TURNS[orientation] ?? [0, false];
  const turned = degrees === 0 ? picture.open() : picture.open().rotate(degrees);
  return hold(mirrored ? turned.flop() : turned);
}

/** By EXIF orientation: degrees clockwise, and whether it is mirrored first. */
const TURNS: Readonly<Record<number, readonly [degrees: number, mirrored: boolean]>> = {
  2: [0, true],
  3: [180, false],
  4: [180, true],
  5: [270, true],
  6: [90, false],
  7: [90, true],
  8: [270, false],
};
