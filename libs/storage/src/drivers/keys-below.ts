import { opendirSync, type Dir } from 'node:fs';
import { join } from 'node:path';

/** Whether there is no such file or folder. */
const isAbsent = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

/** Entries that the system reads at once. */
const ENTRIES = 512;

/**
 * The keys of the files below a folder that begin with the prefix, in constant memory. Names that begin with a dot are
 * files that are being written.
 */
export function* keysBelow(root: string, prefix: string): Generator<string, undefined, undefined> {
  const open: { dir: Dir; path: string }[] = enter(root, '');
  try {
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const entry = top.dir.readSync();
      if (!entry) open.pop()?.dir.closeSync();
      else if (entry.isDirectory()) {
        const path = `${top.path}${entry.name}/`;
        if (path.startsWith(prefix) || prefix.startsWith(path)) open.push(...enter(root, path));
      } else if (!entry.name.startsWith('.') && `${top.path}${entry.name}`.startsWith(prefix))
        yield `${top.path}${entry.name}`;
    }
  } finally {
    for (const { dir } of open) dir.closeSync();
  }
  return undefined;
}

/** None when the folder is missing. */
function enter(root: string, path: string): { dir: Dir; path: string }[] {
  try {
    return [{ dir: opendirSync(join(root, path), { bufferSize: ENTRIES }), path }];
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}
