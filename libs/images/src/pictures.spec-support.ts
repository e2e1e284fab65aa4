import sharp, { type Sharp } from 'sharp';

export type Rgb = readonly [red: number, green: number, blue: number];

/** A picture whose four quarters have these colours: upper left, upper right, lower left, lower right. */
export function quarters(colours: readonly Rgb[], width = 400, height = 320): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      pixels.set(colours[(y * 2 < height ? 0 : 2) + (x * 2 < width ? 0 : 1)] ?? [0, 0, 0], (y * width + x) * 3);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** The colours in the middles of the quarters of an encoded picture. */
export async function coloursOf(bytes: Buffer): Promise<Rgb[]> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const middle = (right: number, down: number): Rgb => {
    const [x, y] = [Math.floor((info.width * (1 + 2 * right)) / 4), Math.floor((info.height * (1 + 2 * down)) / 4)];
    const at = (y * info.width + x) * info.channels;
    return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
  };
  return [middle(0, 0), middle(1, 0), middle(0, 1), middle(1, 1)];
}

/** The largest difference of two lists of colours in one channel. */
export const difference = (a: readonly Rgb[], b: readonly Rgb[]): number =>
  Math.max(...a.flatMap((colour, i) => colour.map((value, j) => Math.abs(value - (b[i]?.[j] ?? NaN)))));

/** A drawing of shapes; another one for each seed. */
export function drawing(seed: number, width = 512, height = 512): Sharp {
  let state = seed * 7919 + 17;
  const random = (most: number) => {
    state = (state * 48271) % 2147483647;
    return Math.floor((state / 2147483647) * most);
  };
  const colour = () => `rgb(${random(256)},${random(256)},${random(256)})`;
  const shapes = Array.from({ length: 14 }, () =>
    random(2)
      ? `<circle cx="${random(100)}" cy="${random(100)}" r="${5 + random(25)}" fill="${colour()}"/>`
      : `<rect x="${random(90)}" y="${random(90)}" width="${10 + random(40)}" height="${10 + random(40)}" fill="${colour()}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 100 100" preserveAspectRatio="none">
    <rect width="100" height="100" fill="${colour()}"/>${shapes.join('')}</svg>`;
  return sharp(Buffer.from(svg)).flatten();
}

/** The number of different bits. */
export function distance(a: bigint, b: bigint): number {
  let [bits, count] = [a ^ b, 0];
  for (; bits > 0n; bits &= bits - 1n) count += 1;
  return count;
}
