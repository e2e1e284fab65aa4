import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readlink, realpath, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { flushFolder } from './flush-folder.ts';

/** The file would be outside of the folder that must contain it. */
export class LinkLeadsOutError extends Error {
  constructor() {
    super('a link leads out of the folder');
  }
}

interface WriteOptions {
  /** The folder that must contain the opened file, whatever links are on the path. */
  within?: string;
  /** The rights that the file and new folders do not get; by default those of the process. */
  umask?: number;
}

type Chunks = AsyncIterable<Buffer> | Iterable<Buffer>;

/**
 * Writes a file completely or not at all, with the folders above it. Afterwards it survives a power failure.
 * @throws LinkLeadsOutError
 */
export const writeDurably = (file: string, chunks: Chunks, options: WriteOptions = {}): Promise<void> =>
  write(file, chunks, { ...options, flushed: true });

/**
 * The same for a file that can be made again: a power failure may lose it.
 * @throws LinkLeadsOutError
 */
export const writeWhole = (file: string, chunks: Chunks, options: WriteOptions = {}): Promise<void> =>
  write(file, chunks, { ...options, flushed: false });

async function write(
  file: string,
  chunks: Chunks,
  { within, umask, flushed }: WriteOptions & { flushed: boolean },
): Promise<void> {
  const folder = dirname(file);
  const firstMade = await mkdir(folder, { recursive: true });
  if (umask !== undefined && firstMade) await openFolders(folder, dirname(firstMade), 0o777 & ~umask);
  const half = join(folder, `.${randomUUID()}.half`);
  // The new folders are flushed while the file is written.
  const above = firstMade && flushed ? flushAbove(folder, dirname(firstMade)) : Promise.resolve();
  above.catch(() => undefined);
  try {
    const handle = await open(half, 'wx');
    try {
      if (within) await requireWithin(handle, half, within);
      // Each continues where the last one ended.
      for await (const chunk of chunks) await handle.writeFile(chunk);
      if (umask !== undefined) await handle.chmod(0o666 & ~umask);
      if (flushed) await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(half, file);
    if (flushed) await Promise.all([flushFolder(folder), above]);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}

/** New folders get the mode from the innermost up to the one below `last`. */
async function openFolders(folder: string, last: string, mode: number): Promise<void> {
  for (let above = folder; above !== last; above = dirname(above)) await chmod(above, mode);
}

/** Checks the opened file, not the path, which may change a moment later. */
async function requireWithin(handle: FileHandle, path: string, folder: string): Promise<void> {
  const opened = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => realpath(path));
  if (!opened.startsWith((await realpath(folder)) + sep)) throw new LinkLeadsOutError();
}

/** A new folder is an entry in the folder above, which must be flushed too. */
async function flushAbove(folder: string, last: string): Promise<void> {
  for (let above = folder; above !== last;) {
    above = dirname(above);
    await flushFolder(above);
  }
}
