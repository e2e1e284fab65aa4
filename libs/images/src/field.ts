import type { Picture } from './picture.ts';

/** The side of a field. */
export const SIDE = 32;

/** A picture reduced to 32 × 32 colours, whatever its shape: red, green and blue, row by row. */
export type Field = Uint8Array;

export async function fieldOf(picture: Picture): Promise<Field> {
  const reduced = picture.open().resize(SIDE, SIDE, { fit: 'fill' });
  const { data, info } = await reduced.raw().toBuffer({ resolveWithObject: true });
  if (info.channels === 3) return data;
  // Grey, or with an alpha channel that says nothing.
  const colour = info.channels > 2 ? 1 : 0;
  return Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
    const first = Math.floor(i / 3) * info.channels;
    return data[first + (i % 3) * colour] ?? 0;
  });
}
