import { createHash } from 'node:crypto';
import { piecesOf, type ObjectSource } from '../object-storage.ts';

/** Both hashes in one pass and constant memory: sha256 hexadecimal, md5 base64 (RFC 1864). */
export async function hashSource(source: ObjectSource): Promise<{ sha256: string; md5: string }> {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  for await (const piece of piecesOf(source)) {
    sha256.update(piece);
    md5.update(piece);
  }
  return { sha256: sha256.digest('hex'), md5: md5.digest('base64') };
}
