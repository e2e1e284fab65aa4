import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { ObjectStorage } from '@trellis/storage';

/** What nobody can do without: read, hash twice, PUT and HEAD, over the same driver. */
export function plainSequence(app) {
  const storage = app.get(ObjectStorage, { strict: false });
  return async ({ path }) => {
    const bytes = await readFile(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const md5 = createHash('md5').update(bytes).digest('base64');
    const key = `baseline/${randomUUID()}.png`;
    await storage.put(key, () => Readable.from([bytes]), {
      contentType: 'image/png',
      byteSize: bytes.length,
      sha256,
      md5,
    });
    if ((await storage.head(key))?.byteSize !== bytes.length) throw new Error('not stored');
  };
}
