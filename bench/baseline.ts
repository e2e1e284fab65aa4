import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ObjectStorage } from '@trellis/storage';
import type { SeededRun } from './support.ts';

/**
 * The minimum of any implementation: read, hash twice, PUT and HEAD, with the same driver. The S3 driver computes both
 * hashes itself, so the loop leaves them to it and no work counts twice.
 */
export function plainSequence(
  app: NestFastifyApplication,
  { driverHashes = false } = {},
): (run: SeededRun) => Promise<void> {
  const storage = app.get<ObjectStorage>(ObjectStorage, { strict: false });
  return async ({ path, sha256: known }) => {
    const bytes = await readFile(path);
    const sha256 = driverHashes ? known : createHash('sha256').update(bytes).digest('hex');
    if (!driverHashes) createHash('md5').update(bytes).digest('base64');
    const key = `baseline/${randomUUID()}.png`;
    const facts = { contentType: 'image/png', byteSize: bytes.length, sha256 };
    await storage.put(key, () => Readable.from([bytes]), facts);
    if ((await storage.head(key))?.byteSize !== bytes.length) throw new Error('not stored');
  };
}
