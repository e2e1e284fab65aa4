import { stat } from 'node:fs/promises';

/** Whether there is a folder at this path that we may look at. */
export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}
