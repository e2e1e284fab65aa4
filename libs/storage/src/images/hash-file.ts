import { createHash, webcrypto } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

export interface FileHashes {
  byteSize: number;
  /** Hexadecimal. */
  sha256: string;
  /** Base64. */
  md5: string;
}

/** Both hashes of bytes in memory, the longer one beside the event loop. */
export async function hashBytes(bytes: Buffer): Promise<FileHashes> {
  const sha256 = webcrypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  const md5 = createHash('md5').update(bytes).digest('base64');
  return { byteSize: bytes.length, sha256: Buffer.from(await sha256).toString('hex'), md5 };
}

const CHUNK = 512 * 1024;

/** Both hashes of an open file in one reading from its beginning, in constant memory. */
export async function hashFile(handle: FileHandle): Promise<FileHashes> {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  const chunk = Buffer.allocUnsafe(CHUNK);
  let byteSize = 0;
  for (;;) {
    const { bytesRead } = await handle.read(chunk, 0, CHUNK, byteSize);
    if (bytesRead === 0) return { byteSize, sha256: sha256.digest('hex'), md5: md5.digest('base64') };
    const part = chunk.subarray(0, bytesRead);
    sha256.update(part);
    md5.update(part);
    byteSize += bytesRead;
  }
}
