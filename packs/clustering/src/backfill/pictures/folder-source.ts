import { constants } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { FileRefused, inOrder, type PictureSource, type SourceFile } from './source-files.ts';

/** The regular files of a folder and its sub-folders. Links are not followed. */
export const openFolder = (path: string): PictureSource => ({
  path,
  files: () => filesOf(path),
  read: (name) => readRegular(path, name),
  close: () => undefined,
});

async function filesOf(path: string): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const found = await stat(file).catch(ignoreGone);
    if (found) files.push({ name: relative(path, file).split(sep).join('/'), byteSize: found.size });
  }
  return inOrder(files);
}

/** Another program may be at work in the folder. */
function ignoreGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** A link that took the place of the file is not followed. */
async function readRegular(path: string, name: string): Promise<Buffer> {
  if (name.split('/').includes('..')) throw new FileRefused('its path leaves the folder');
  try {
    await using handle = await open(join(path, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if ((await handle.stat()).isFile()) return await handle.readFile();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['ENOENT', 'ENOTDIR', 'ELOOP'].includes(code)) throw new FileRefused(`it cannot be read (${code})`);
  }
  throw new FileRefused('the file is gone');
}
