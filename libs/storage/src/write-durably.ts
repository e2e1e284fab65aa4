import { randomUUID } from 'node:crypto';
import { mkdir, open, readlink, realpath, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Readable } from 'node:stream';

/**
 * Writes a file as a whole or not at all, with the folders above it; afterwards it survives a loss of power.
 * @param within a folder that it must really be in, wherever links lead that somebody put on the way
 */
export async function writeDurably(
  file: string,
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  { within }: { within?: string } = {},
): Promise<void> {
  const folder = dirname(file);
  const firstMade = await mkdir(folder, { recursive: true });
  const half = join(folder, `.${randomUUID()}.half`);
  try {
    const handle = await open(half, 'wx');
    try {
      if (within) await requireWithin(handle, half, within);
      await handle.writeFile(Readable.from(chunks, { objectMode: false }));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(half, file);
    await flush(folder);
    if (firstMade) await flushAbove(folder, dirname(firstMade));
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}

/** Looks at what was really opened, not at the path, which may lead elsewhere a moment later. */
async function requireWithin(handle: FileHandle, path: string, folder: string): Promise<void> {
  const opened = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => realpath(path));
  if (!opened.startsWith((await realpath(folder)) + sep)) throw new Error('a link leads out of the folder');
}

/** A folder that is new is an entry in the one above, which has to be flushed too. */
async function flushAbove(folder: string, last: string): Promise<void> {
  for (let above = folder; above !== last;) {
    above = dirname(above);
    await flush(above);
  }
}

async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
