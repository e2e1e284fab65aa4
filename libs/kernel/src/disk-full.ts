/** No space, no quota; PostgreSQL's disk_full; SQLite's full. */
const CODES = new Set(['ENOSPC', 'EDQUOT', '53100', 'SQLITE_FULL']);

interface Failed {
  code?: unknown;
  driverError?: unknown;
  cause?: unknown;
}

/** The code of a failure for lack of space, also where it is the cause of another; undefined for any other failure. */
export function fullDisk(error: unknown): string | undefined {
  for (let one = error as Failed | undefined, depth = 0; one && depth < 4; depth += 1) {
    const { code } = one;
    if (typeof code === 'string' && CODES.has(code)) return code;
    one = (one.driverError ?? one.cause) as Failed | undefined;
  }
  return undefined;
}

/** `where` is the disk, in the words of an operator. */
export const fullDetail = (where: string, cause: string): string =>
  `${where} is full (${cause}). Free space on it, then try again.`;
