import { stat } from 'node:fs/promises';
import { UsageError } from '@trellis/manifest';

/**
 * @param wanted the requirement, with the name of the option
 * @throws UsageError when there is no such folder, or it cannot be read
 */
export async function requireFolder(path: string, wanted: string): Promise<string> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if ('isDirectory' in found && found.isDirectory()) return path;
  const why = 'code' in found && found.code !== 'ENOENT' ? `: ${found.message}` : `; ${path} does not exist.`;
  throw new UsageError(`${wanted}${why}`);
}
