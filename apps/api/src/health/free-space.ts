import { statfs } from 'node:fs/promises';

const LEAST_BYTES = 100 * 1024 * 1024;
const LEAST_SHARE = 0.02;

/** What the file system reports of a disk, in blocks. */
export interface DiskSpace {
  bavail: number;
  blocks: number;
  bsize: number;
}

/** Less than 100 MB or less than 2 %. Some network file systems report no sizes; nothing is known of them. */
export const isTight = ({ bavail, blocks, bsize }: DiskSpace): boolean =>
  blocks > 0 && (bavail * bsize < LEAST_BYTES || bavail < blocks * LEAST_SHARE);

/** @throws Error when the disk of a folder is tight */
export async function requireSpace(folders: readonly string[]): Promise<void> {
  for (const folder of folders) if (isTight(await statfs(folder))) throw new Error('the disk is nearly full');
}
