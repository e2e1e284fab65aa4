import { thumbHashToDataURL } from 'thumbhash';

const made = new Map<string, string>();
const MOST = 2_000;

/** A small blurred picture of a ThumbHash in base64, as a value of CSS; undefined when there is none. */
export function placeholderOf(hash: string | null | undefined): string | undefined {
  if (!hash) return undefined;
  const known = made.get(hash);
  if (known) return known;
  if (made.size >= MOST) made.clear();
  const bytes = Uint8Array.from(atob(hash), (character) => character.charCodeAt(0));
  const image = `url(${thumbHashToDataURL(bytes)})`;
  made.set(hash, image);
  return image;
}
