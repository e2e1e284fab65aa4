import { createHash } from 'node:crypto';
import sharp from 'sharp';

/** Draws a picture that depends on nothing but its seed and size. */
export type Draw = (seed: number, width: number, height: number) => Promise<Buffer>;

/** One colour, and the seed in its text: files that differ where the seeds do. */
export const drawPlain: Draw = (seed, width, height) => {
  const [r = 0, g = 0, b = 0] = createHash('sha256').update(String(seed)).digest();
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
    .withExif({ IFD0: { ImageDescription: `seed ${seed}` } })
    .png()
    .toBuffer();
};

/** 31 bits of what a text says. */
export const seedOf = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0) & 0x7fffffff;
