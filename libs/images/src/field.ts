import { hold, type Picture, type Pixels } from './picture.ts';

/** The side of a field. */
export const SIDE = 32;

/** A picture reduced to 32 × 32 colours, whatever its shape: red, green and blue, row by row. */
export type Field = Uint8Array;

/** Each colour is the mean of its part. A pipeline of sharp takes three times as long for a small picture. */
export async function fieldOf(picture: Picture): Promise<Field> {
  const { width, height } = picture;
  const pixels = picture.pixels ?? (await hold(picture.open())).pixels;
  const field = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y += 1)
    for (let x = 0; x < SIDE; x += 1) {
      const part = { columns: partOf(x, width), rows: partOf(y, height) };
      field.set(meanOf(pixels, width, part), (y * SIDE + x) * 3);
    }
  return field;
}

type Span = readonly [from: number, to: number];

/** Of a side of so many pixels; at least one of them. */
function partOf(part: number, side: number): Span {
  const from = Math.floor((part * side) / SIDE);
  return [from, Math.max(from + 1, Math.floor(((part + 1) * side) / SIDE))];
}

function meanOf({ data, channels }: Pixels, width: number, { columns, rows }: { columns: Span; rows: Span }): number[] {
  // Of a grey picture the first channel is each colour.
  const [green, blue] = channels > 2 ? [1, 2] : [0, 0];
  const sum = [0, 0, 0] as [number, number, number];
  for (let y = rows[0]; y < rows[1]; y += 1)
    for (let at = (y * width + columns[0]) * channels; at < (y * width + columns[1]) * channels; at += channels) {
      sum[0] += data[at] ?? 0;
      sum[1] += data[at + green] ?? 0;
      sum[2] += data[at + blue] ?? 0;
    }
  const count = (rows[1] - rows[0]) * (columns[1] - columns[0]);
  return sum.map((one) => Math.round(one / count));
}
