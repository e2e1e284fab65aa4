import { stat } from 'node:fs/promises';
import { commonProblems, DomainError } from '@trellis/kernel';

/** @param wanted what has to be a folder, and how the user named it. @throws DomainError where there is none, or none that we may look at */
export async function requireFolder(path: string, wanted: string): Promise<string> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if ('isDirectory' in found && found.isDirectory()) return path;
  const why = 'code' in found && found.code !== 'ENOENT' ? `: ${found.message}` : `; there is none at ${path}.`;
  throw new DomainError(commonProblems.validation_failed, `${wanted}${why}`);
}
