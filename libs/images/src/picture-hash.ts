import type { Picture } from './picture.ts';

/** Sides of the grey picture, and of the low frequencies that are kept of it. */
const SIDE = 32;
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
export async function hashesOf(picture: Picture): Promise<PictureHashes> {
  const grey = await picture.open().resize(SIDE, SIDE, { fit: 'fill' }).grayscale().raw().toBuffer();
  const waves = frequencies(grey);
  // Mirroring turns the sign of every odd horizontal frequency.
  return { hash: bitsOf(waves), mirrored: bitsOf(waves.map((value, i) => ((i % KEPT) % 2 ? -value : value))) };
}

/** The number of different bits. */
export function distance(a: bigint, b: bigint): number {
  let [bits, count] = [a ^ b, 0];
  for (; bits > 0n; bits &= bits - 1n) count += 1;
  return count;
}

/** Row by row; horizontal frequencies first. */
function frequencies(grey: Buffer): number[] {
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
