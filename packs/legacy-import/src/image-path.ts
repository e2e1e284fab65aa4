/**
 * The parts of an image path of an earlier system, last one first. The path may be of any system, or a URL of ComfyUI
 * (`/view?filename=…&subfolder=…&type=…`) or of another server.
 */
export function partsOf(path: string): string[] {
  const plain = placeIn(path).normalize('NFC');
  return plain
    .split(/[\\/]+/)
    .filter((part) => part !== '' && part !== '.')
    .reverse();
}

/** Parts as they are compared: two systems disagree about upper and lower case. */
export const folded = (parts: readonly string[]): string[] => parts.map((part) => part.toUpperCase().toLowerCase());

/** How many parts two paths have in common at their ends. */
export function commonEnding(one: readonly string[], other: readonly string[]): number {
  const differs = one.findIndex((part, i) => part !== other[i]);
  return differs === -1 ? one.length : differs;
}

const VIEW = /^\/?(?:[^?#]*\/)?view\?/;

function placeIn(path: string): string {
  if (!/^(https?|file):\/\//i.test(path) && !VIEW.test(path)) return path;
  const url = URL.parse(path, 'http://localhost');
  if (!url) return path;
  const [type, subfolder, filename] = ['type', 'subfolder', 'filename'].map((name) => url.searchParams.get(name));
  return filename ? [type, subfolder, filename].join('/') : decoded(url.pathname);
}

/** A name with a bare % is no URL text; it stays. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
