import { constants } from 'node:fs';
import { open, readlink, realpath, type FileHandle } from 'node:fs/promises';
import { isAbsolute, sep } from 'node:path';
import { ImageRefusedError } from './image.errors.ts';

/**
 * An open regular file inside the roots. The caller must `close` it. After the check, everything reads this descriptor,
 * not the path.
 */
export interface OpenImage {
  handle: FileHandle;
  byteSize: number;
}

/** The file does not exist, or this process may not access it. */
const missing = (error: unknown) =>
  ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EINVAL', 'EACCES', 'EPERM'].includes(
    (error as NodeJS.ErrnoException).code ?? '',
  );

/**
 * Opens a candidate's file once, without following a link out of the roots.
 *
 * The path is resolved and checked first. Then the opened file is checked again (on Linux by its /proc/self/fd entry),
 * so that replacing a link in between has no effect. O_NONBLOCK keeps a FIFO from blocking the process.
 * @throws ImageRefusedError image_outside_roots, image_missing, not_an_image (not a regular file, or empty),
 * image_too_large
 */
export async function openImage(path: string, roots: readonly string[], maxBytes: number): Promise<OpenImage> {
  const allowed = (await Promise.all(roots.map((root) => realOrUndefined(root)))).filter((root) => root !== undefined);
  const within = (real: string) => allowed.some((root) => real.startsWith(root.endsWith(sep) ? root : root + sep));
  if (!isAbsolute(path)) throw new ImageRefusedError('image_outside_roots', 'the path is not absolute');
  const real = await realOrUndefined(path);
  if (real === undefined)
    throw new ImageRefusedError(roots.some((root) => isBelow(path, root)) ? 'image_missing' : 'image_outside_roots');
  if (!within(real)) throw new ImageRefusedError('image_outside_roots');
  const handle = await openRegular(real);
  try {
    const opened = await realOrUndefined(`/proc/self/fd/${handle.fd}`, readlink);
    if (!within(opened ?? (await realpath(path)))) throw new ImageRefusedError('image_outside_roots');
    const file = await handle.stat();
    if (!file.isFile() || file.size === 0)
      throw new ImageRefusedError('not_an_image', file.isFile() ? 'empty' : 'not a regular file');
    if (file.size > maxBytes) throw new ImageRefusedError('image_too_large');
    return { handle, byteSize: file.size };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const isBelow = (path: string, root: string) => path.startsWith(root + sep) && !path.split(sep).includes('..');

async function realOrUndefined(
  path: string,
  resolve: (path: string) => Promise<string> = realpath,
): Promise<string | undefined> {
  try {
    return await resolve(path);
  } catch (error) {
    if (missing(error)) return undefined;
    throw error;
  }
}

async function openRegular(real: string): Promise<FileHandle> {
  try {
    return await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw new ImageRefusedError('image_missing', 'it cannot be read');
    if (missing(error)) throw new ImageRefusedError('image_missing');
    if ((error as NodeJS.ErrnoException).code === 'ENXIO')
      throw new ImageRefusedError('not_an_image', 'not a regular file');
    throw error;
  }
}
