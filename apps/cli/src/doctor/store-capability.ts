import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { ObjectDiffersError, type ObjectStorage, type ObjectStores } from '@trellis/storage';
import { finding, type Finding } from '@trellis/manifest';

const INCAPABLE = {
  code: 'store_incapable',
  meaning: 'The store failed an operation that links need, with the configured driver.',
  cure: 'see docs/operating.md, and the settings S3_… and PUBLIC_BASE_URL',
};

/** In each store: writes, reads, compares and deletes an object, and sends one with other bytes than declared. */
export async function* examineCapability(stores: ObjectStores): AsyncIterable<Finding> {
  const failed: string[] = [];
  for (const store of stores.names)
    for (const step of await failedSteps(stores.of(store))) failed.push(store === 'private' ? `private ${step}` : step);
  if (failed.length > 0) yield finding(INCAPABLE, failed);
}

async function failedSteps(storage: ObjectStorage): Promise<string[]> {
  const bytes = randomBytes(100_000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const facts = { contentType: 'image/png', byteSize: bytes.length, sha256 };
  const key = `doctor/${randomUUID()}.png`;
  const failed: string[] = [];
  const attempt = async (what: string, work: () => Promise<boolean>) => {
    const done = await work().catch(
      (error: Error & { params?: { cause?: string } }) => error.params?.cause ?? error.message,
    );
    if (done !== true) failed.push(done === false ? what : `${what}: ${done}`);
  };
  const altered = Buffer.concat([bytes.subarray(1), Buffer.from([0])]);
  await attempt('write', () => storage.put(key, () => Readable.from([bytes]), facts).then(() => true));
  await attempt('head', async () => (await storage.head(key))?.sha256 === sha256);
  await attempt('read', async () => {
    const stream = await storage.read(key);
    return stream !== undefined && (await buffer(stream)).equals(bytes);
  });
  await attempt('refuse other bytes', () =>
    storage
      .put(`${key}.altered`, () => Readable.from([altered]), facts)
      .then(
        () => false,
        (error: unknown) => error instanceof ObjectDiffersError,
      ),
  );
  await attempt('delete', async () => {
    await storage.delete(`${key}.altered`);
    await storage.delete(key);
    return (await storage.head(key)) === undefined;
  });
  return failed;
}
