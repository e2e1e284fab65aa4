import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

/** Both hashes in one pass and constant memory: sha256 hexadecimal, md5 base64 (RFC 1864). */
export async function hashStream(stream: Readable): Promise<{ sha256: string; md5: string }> {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  for await (const chunk of stream) {
    sha256.update(chunk as Buffer);
    md5.update(chunk as Buffer);
  }
  return { sha256: sha256.digest('hex'), md5: md5.digest('base64') };
}
