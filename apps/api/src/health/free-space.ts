import { statfs } from 'node:fs/promises';

const LEAST_BYTES = 100 * 1024 * 1024;
const LEAST_SHARE = 0.02;

/** @throws Error when a folder's disk has less than 100 MB or less than 2 % left */
export async function requireSpace(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const { bavail, blocks, bsize } = await statfs(folder);
    // Some network file systems report no sizes.
    if (blocks > 0 && (bavail * bsize < LEAST_BYTES || bavail < blocks * LEAST_SHARE))
      throw new Error('the disk is nearly full');
  }
}
