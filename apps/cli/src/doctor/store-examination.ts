import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { DataSource } from 'typeorm';
import { limitConcurrency } from '@trellis/kernel';
import { ObjectDiffersError, type ObjectStorage } from '@trellis/storage';
import { Progress } from '../progress.ts';
import { finding, type Finding } from './finding.ts';

const PAGE = 500;
const AT_ONCE = 8;
const OBJECTS = `
  select photo_id as id, key, byte_size, sha256 from photo_objects where photo_id > $1 order by photo_id limit ${PAGE}`;

interface Row {
  id: string;
  key: string;
  byte_size: number;
  sha256: string;
}

const MISSING = {
  code: 'photo_without_object',
  meaning: "The photo's object is not in the store, or is not the one that its row describes.",
  mend: 'restore the object from a backup; or DELETE /photos/:id and trellis link --run ID while the candidate has its file',
};

/** Asks the store for the object of every photo, a few at a time. */
export async function* examineObjects(dataSource: DataSource, storage: ObjectStorage): AsyncIterable<Finding> {
  const [{ total }] = await dataSource.query<[{ total: number }]>('select count(*)::int as total from photo_objects');
  const progress = new Progress('Asking the store', total);
  const oneOfMany = limitConcurrency(AT_ONCE);
  const missing: string[] = [];
  let after = '00000000-0000-0000-0000-000000000000';
  for (let page = PAGE; page === PAGE;) {
    const rows = await dataSource.query<Row[]>(OBJECTS, [after]);
    page = rows.length;
    after = rows.at(-1)?.id ?? after;
    const there = await Promise.all(rows.map((row) => oneOfMany(() => isThere(storage, row))));
    missing.push(...rows.filter((_, i) => !there[i]).map(({ id }) => id));
    progress.step(page);
  }
  progress.end();
  if (missing.length > 0) yield finding(MISSING, missing);
}

async function isThere(storage: ObjectStorage, { key, byte_size, sha256 }: Row): Promise<boolean> {
  const stored = await storage.head(key);
  return stored?.byteSize === byte_size && stored.sha256 === sha256;
}

const INCAPABLE = {
  code: 'store_incapable',
  meaning: 'The store did not do what every link needs of it, through the very driver in use.',
  mend: 'see docs/operating.md, and the settings S3_… and PUBLIC_BASE_URL',
};

/** Writes, reads, compares and deletes an object, and hands over one whose bytes are not the declared ones. */
export async function* examineCapability(storage: ObjectStorage): AsyncIterable<Finding> {
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
    await storage.delete(key);
    return (await storage.head(key)) === undefined;
  });
  if (failed.length > 0) yield finding(INCAPABLE, failed);
}
