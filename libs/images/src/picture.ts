import sharp, { type Sharp } from 'sharp';

/** Upright, opaque on white, sRGB with 8 bits. Every output is made of it. */
export interface Picture {
  /** Pixels, as the picture is shown. */
  width: number;
  height: number;
  /** The picture from the beginning, for one output. */
  open(): Sharp;
}

/** The result of a pipeline, in memory. */
export async function hold(pipeline: Sharp): Promise<Picture> {
  const { data, info } = await pipeline.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return { width, height, open: () => sharp(data, { raw: { width, height, channels } }) };
}
