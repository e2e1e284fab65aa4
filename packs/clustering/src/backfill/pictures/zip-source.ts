import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { UsageError } from '@trellis/manifest';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { FileRefused, inOrder, type PictureSource } from './source-files.ts';

/** The files of a ZIP file. Sizes and checksums of its entries are verified as they are read. */
export async function openZip(path: string): Promise<PictureSource> {
  const [zip, entries] = await entriesOf(path);
  const files = [...entries.values()].map(({ fileName: name, uncompressedSize: byteSize }) => ({ name, byteSize }));
  return {
    path,
    files: () => Promise.resolve(inOrder(files)),
    read: (name) => readEntry(zip, entries.get(name)),
    close: () => zip.close(),
  };
}

async function readEntry(zip: ZipFile, entry: Entry | undefined): Promise<Buffer> {
  if (!entry) throw new FileRefused('the file is gone');
  const bytes = await zip.openReadStreamPromise(entry).then(buffer).catch(unreadable);
  if (crc32(bytes) !== entry.crc32) throw new FileRefused('its checksum is wrong');
  return bytes;
}

function unreadable(error: Error): never {
  throw new FileRefused(`it cannot be read (${error.message})`);
}

async function entriesOf(path: string): Promise<[ZipFile, Map<string, Entry>]> {
  try {
    const zip = await openPromise(path, { autoClose: false, lazyEntries: true });
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry())
      if (!entry.fileName.endsWith('/') && !entry.isEncrypted()) entries.set(entry.fileName, entry);
    return [zip, entries];
  } catch (error) {
    throw new UsageError(`${path} cannot be read as a ZIP file: ${(error as Error).message}.`);
  }
}
