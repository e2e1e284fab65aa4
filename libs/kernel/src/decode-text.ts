/** Bytes that are not text in their encoding. */
export class UndecodableTextError extends Error {
  override readonly name = 'UndecodableTextError';

  constructor(
    readonly encoding: string,
    /** The first byte that does not fit, counted from 0. */
    readonly byte: number,
    /** Its line, counted from 1. */
    readonly line: number,
  ) {
    super(`Byte ${byte} (line ${line}) is not ${encoding}.`);
  }
}

const MARKS = [
  { name: 'UTF-8', label: 'utf-8', mark: [0xef, 0xbb, 0xbf], unit: 1 },
  { name: 'UTF-16', label: 'utf-16le', mark: [0xff, 0xfe], unit: 2 },
  { name: 'UTF-16', label: 'utf-16be', mark: [0xfe, 0xff], unit: 2 },
] as const;
const WITHOUT_MARK = { ...MARKS[0], mark: [] };

/**
 * The text of UTF-8 bytes, or of UTF-8 or UTF-16 bytes with a byte order mark, which is left out. No byte is replaced.
 * @throws UndecodableTextError with the place of the first byte that does not fit
 */
export function decodeText(bytes: Uint8Array): string {
  const marked = MARKS.find(({ mark }) => mark.every((byte, i) => bytes[i] === byte));
  const { label, name, mark, unit } = marked ?? WITHOUT_MARK;
  const content = bytes.subarray(mark.length);
  const decoded = attempt(label, content);
  if (decoded !== undefined) return decoded;
  const before = longestText(label, content);
  const at = unit === 1 ? Buffer.byteLength(before) : before.length * unit;
  throw new UndecodableTextError(name, mark.length + at, before.split('\n').length);
}

/** With `more`, an incomplete character at the end is left out. Undefined for bytes that do not fit. */
function attempt(label: string, bytes: Uint8Array, more = false): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes, { stream: more });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return undefined;
    throw error;
  }
}

/** The text before the first byte that does not fit, found by halving. */
function longestText(label: string, bytes: Uint8Array): string {
  let [fits, tooLong] = [0, bytes.length + 1];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (attempt(label, bytes.subarray(0, middle), true) === undefined) tooLong = middle;
    else fits = middle;
  }
  return attempt(label, bytes.subarray(0, fits), true) ?? '';
}
