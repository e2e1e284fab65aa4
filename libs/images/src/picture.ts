import sharp, { type Sharp } from 'sharp';

/** Upright, opaque on white, sRGB with 8 bits. Every output is made of it. */
export interface Picture {
  /** Pixels, as the picture is shown. */
  width: number;
  height: number;
  /** The picture from the beginning, for one output. */
  open(): Sharp;
  /** Of a picture that is held. */
  pixels?: Pixels;
}

/** Row by row, without gaps. */
export interface Pixels {
  data: Buffer;
  /** 1 or 2 of a grey picture, 3 or 4 of one in colours; the last of 2 and 4 says nothing. */
  channels: 1 | 2 | 3 | 4;
}

/** The result of a pipeline, in memory. */
export async function hold(pipeline: Sharp): Promise<Picture & { pixels: Pixels }> {
  const { data, info } = await pipeline.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return { width, height, open: () => sharp(data, { raw: { width, height, channels } }), pixels: { data, channels } };
}
