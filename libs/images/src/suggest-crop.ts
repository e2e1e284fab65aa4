import sharp from 'sharp';
import type { Picture } from './picture.ts';
import type { Rectangle, Size } from './rectangle.ts';

export const cropStrategies = ['centre', 'attention', 'entropy'] as const;
export type CropStrategy = (typeof cropStrategies)[number];

/** The part of this size that a strategy chooses. The size must equal the picture's in one direction at least. */
export async function suggestCrop(picture: Picture, size: Size, strategy: CropStrategy): Promise<Rectangle> {
  if (strategy === 'centre') return centred(picture, size);
  const cut = picture.open().resize({ ...size, fit: 'cover', position: sharp.strategy[strategy] });
  const { info } = await cut.raw().toBuffer({ resolveWithObject: true });
  // The offsets are those of the picture under the frame: negative.
  return { x: Math.abs(info.cropOffsetLeft ?? 0), y: Math.abs(info.cropOffsetTop ?? 0), ...size };
}

export const centred = (whole: Size, { width, height }: Size): Rectangle => ({
  x: Math.floor((whole.width - width) / 2),
  y: Math.floor((whole.height - height) / 2),
  width,
  height,
});
