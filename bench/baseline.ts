import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ObjectStores } from '@trellis/storage';
import type { Running, SeededRun } from './support.ts';

type Plain = (run: SeededRun) => Promise<void>;

/**
 * The minimum of any implementation, with the hashes and the durability of a link, and nothing of its code on a disk.
 */
export const plainSequence = (running: Running): Plain =>
  running.config.STORAGE_DRIVER === 's3' ? plainS3(running) : plainDisk(join(running.root, '..', 'baseline'));

/** Read, sha256, one durable write with a flush of file and folder, stat. */
function plainDisk(folder: string): Plain {
  mkdirSync(folder, { recursive: true });
  return async ({ path, sha256 }) => {
    const bytes = await readFile(path);
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error('another file');
    const file = join(folder, `${randomUUID()}.png`);
    await durably(file, bytes);
    if ((await stat(file)).size !== bytes.length) throw new Error('not stored');
  };
}

/** One write with a flush of file and folder. */
export async function durably(file: string, bytes: Buffer): Promise<void> {
  await withFile(`${file}.half`, 'wx', async (half) => {
    await half.writeFile(bytes);
    await half.sync();
  });
  await rename(`${file}.half`, file);
  await withFile(dirname(file), 'r', (directory) => directory.sync());
}

async function withFile(
  path: string,
  flags: string,
  work: (file: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags);
  await work(file).finally(() => file.close());
}

/** Read, PUT and HEAD. The driver computes the hashes that a store asks for, once each. */
function plainS3({ app }: Running): Plain {
  const storage = app.get(ObjectStores, { strict: false }).publicObjects;
  return async ({ path, sha256 }) => {
    const bytes = await readFile(path);
    const key = `baseline/${randomUUID()}.png`;
    await storage.put(key, bytes, { contentType: 'image/png', byteSize: bytes.length, sha256 });
    if ((await storage.head(key))?.byteSize !== bytes.length) throw new Error('not stored');
  };
}
