import { SIDE, type Field } from './field.ts';

/** The low frequencies that are kept, in each direction. */
const KEPT = 8;

/** 63 bits of a picture and of its mirror image: similar pictures differ in few bits. */
export interface PictureHashes {
  hash: bigint;
  mirrored: bigint;
}

const cosines = Array.from({ length: KEPT }, (_, u) =>
  Float64Array.from({ length: SIDE }, (__, x) => Math.cos(((2 * x + 1) * u * Math.PI) / (2 * SIDE))),
);

/** One bit for each low frequency of the discrete cosine transform but the mean: whether it is above the median. */
export function pictureHashes(field: Field): PictureHashes {
  const waves = frequencies(greys(field));
  // Mirroring turns the sign of every odd horizontal frequency.
  return { hash: bitsOf(waves), mirrored: bitsOf(waves.map((value, i) => ((i % KEPT) % 2 ? -value : value))) };
}

/** Brightness as it is seen: the luminance of the colours, in the scale of sRGB. */
const greys = (field: Field): Float64Array =>
  Float64Array.from({ length: field.length / 3 }, (_, i) => {
    const [red = 0, green = 0, blue = 0] = field.subarray(3 * i, 3 * i + 3);
    return encoded(0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue));
  });

/** sRGB (IEC 61966-2-1). */
const linear = (value: number) => (value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
const encoded = (light: number) => 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);

/** Row by row; horizontal frequencies first. */
function frequencies(grey: Float64Array): number[] {
  const rows = cosines.map((wave) =>
    Float64Array.from({ length: SIDE }, (_, y) => wave.reduce((sum, c, x) => sum + c * (grey[y * SIDE + x] ?? 0), 0)),
  );
  return cosines.flatMap((wave) => rows.map((row) => wave.reduce((sum, c, y) => sum + c * (row[y] ?? 0), 0)));
}

function bitsOf(waves: readonly number[]): bigint {
  const kept = waves.slice(1);
  const median = kept.toSorted((a, b) => a - b)[Math.floor(kept.length / 2)] ?? 0;
  return kept.reduce((bits, value) => (bits << 1n) | (value > median ? 1n : 0n), 0n);
}
