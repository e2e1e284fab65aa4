import { constants } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { FileRefused, inOrder, type PictureSource, type SourceFile } from './source-files.ts';

/** The regular files of a folder and its sub-folders. Links are not followed. */
export async function openFolder(path: string): Promise<PictureSource> {
  const files: SourceFile[] = [];
  for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.push({ name: relative(path, file).split(sep).join('/'), byteSize: (await stat(file)).size });
  }
  return { path, files: inOrder(files), read: (name) => readRegular(join(path, name)), close: () => undefined };
}

/** A link that took the place of the file is not followed. */
async function readRegular(file: string): Promise<Buffer> {
  try {
    await using handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if ((await handle.stat()).isFile()) return await handle.readFile();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['ENOENT', 'ENOTDIR', 'ELOOP'].includes(code)) throw new FileRefused(`it cannot be read (${code})`);
  }
  throw new FileRefused('the file is gone');
}
