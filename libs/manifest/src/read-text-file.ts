import { readFile } from 'node:fs/promises';
import { UndecodableTextError, decodeText } from '@trellis/kernel';
import { UsageError } from './command.errors.ts';

/**
 * The text of a file that a person gave to a command: UTF-8, or UTF-16 with a byte order mark.
 * @param missing what a file that does not exist holds; without it, such a file is an error
 * @throws UsageError with the file, and with the first byte that is not text
 */
export async function readTextFile(file: string, { missing }: { missing?: string } = {}): Promise<string> {
  try {
    return decodeText(await readFile(file));
  } catch (error) {
    if (error instanceof UndecodableTextError)
      throw new UsageError(`${file}: ${error.message} Save the file as UTF-8.`);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && missing !== undefined) return missing;
    throw new UsageError(`${file} cannot be read: ${message}`);
  }
}
