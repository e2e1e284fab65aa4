import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';

/** Writes a file as a whole or not at all, with the folders above it; afterwards it survives a loss of power. */
export async function writeDurably(file: string, chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
  const folder = dirname(file);
  const firstMade = await mkdir(folder, { recursive: true });
  const half = join(folder, `.${randomUUID()}.half`);
  try {
    const handle = await open(half, 'wx');
    try {
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
