import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { loadConfig, type TrellisConfig } from '@trellis/config';
import { DiskStorage } from './drivers/disk.storage.ts';
import { s3Client } from './drivers/s3-client.ts';
import { storesOf } from './stores-of.ts';
import { describeStorageContract, factsOf } from './storage-contract.spec-support.ts';

const settings = {
  STORAGE_DRIVER: 's3',
  S3_REGION: 'us-east-1',
  S3_BUCKET: 'trellis',
  S3_PRIVATE_BUCKET: 'trellis-private',
  S3_ACCESS_KEY_ID: 'k',
  S3_SECRET_ACCESS_KEY: 's',
  S3_FORCE_PATH_STYLE: 'true',
  PUBLIC_BASE_URL: 'https://media.test',
};

describe('disk', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'trellis-disk-'));
  });
  afterAll(() => rm(root, { recursive: true }));

  const stores = () => storesOf(loadConfig({ TRELLIS_DATA_DIR: root }));
  describeStorageContract('the public folder of a disk', () => stores().publicObjects);
  describeStorageContract('the private folder of a disk', () => stores().of('private'));

  it('keeps private objects out of the folder that is served', async () => {
    const bytes = Buffer.from('secret');
    const key = `originals/a/${factsOf(bytes).sha256}.png`;
    await stores().of('private').put(key, bytes, factsOf(bytes));
    expect(await stores().publicObjects.head(key)).toBeUndefined();
    const served = await readdir(join(root, 'media'), { recursive: true });
    expect(served.filter((name) => name.includes(factsOf(bytes).sha256))).toEqual([]);
  });

  it('refuses a key outside of the store', async () => {
    const disk = new DiskStorage(root);
    await expect(disk.head('../../etc/passwd')).rejects.toMatchObject({ code: 'storage_unavailable' });
  });

  it('needs no file for the facts that a key states', async () => {
    const folder = await mkdtemp(join(root, 'stated-'));
    const disk = new DiskStorage(folder);
    const bytes = Buffer.from('x');
    const facts = factsOf(bytes);
    const source = () => Readable.from([bytes]);
    await disk.put(`photos/a/${facts.sha256}.png`, source, facts);
    await disk.put('doctor/probe.png', source, facts);
    expect(await readdir(join(folder, 'facts'), { recursive: true })).toEqual(['doctor', 'doctor/probe.png.json']);
    for (const key of [`photos/a/${facts.sha256}.png`, 'doctor/probe.png'])
      expect(await disk.head(key)).toEqual({ ...facts, keepsFacts: true });
    const other = `photos/a/${'0'.repeat(64)}.png`;
    await expect(disk.put(other, source, facts)).rejects.toThrow('storage');
    expect(await disk.head(other)).toBeUndefined();
  });

  it('goes on with objects of earlier releases, which have facts beside them, and deletes both', async () => {
    const folder = await mkdtemp(join(root, 'before-'));
    const bytes = Buffer.from('x');
    const { contentType, byteSize, sha256 } = factsOf(bytes);
    const key = `photos/a/${sha256}.png`;
    for (const [path, text] of [
      [join(folder, 'objects', key), 'x'],
      [join(folder, 'facts', `${key}.json`), JSON.stringify({ contentType, byteSize, sha256 })],
    ] as const) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
    const disk = new DiskStorage(folder);
    expect(await disk.head(key)).toEqual({ contentType, byteSize, sha256, keepsFacts: true });
    await disk.delete(key);
    const left = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect(left).toEqual([]);
  });

  it('leaves no temporary file behind', async () => {
    const left = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.half'));
    expect(left).toEqual([]);
  });

  it.each([
    ['is gone', async () => undefined],
    ['has become a file', (objects: string) => writeFile(objects, '')],
  ])('stores nothing, and reports that, when its folder %s', async (_what, instead) => {
    const folder = await mkdtemp(join(root, 'lost-'));
    const disk = new DiskStorage(folder);
    await disk.check();
    await rename(join(folder, 'objects'), join(folder, 'elsewhere'));
    await instead(join(folder, 'objects'));
    const bytes = Buffer.from('x');
    await expect(disk.check()).rejects.toMatchObject({ code: 'storage_unavailable' });
    await expect(disk.put('a/b', () => Readable.from([bytes]), factsOf(bytes))).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
    await rm(join(folder, 'objects'), { force: true });
    await mkdir(join(folder, 'objects'));
    await expect(disk.check()).resolves.toBeUndefined();
  });

  it('is unavailable when it cannot write', async () => {
    const disk = new DiskStorage('/dev/null/nowhere');
    const bytes = Buffer.from('x');
    await expect(disk.put('a/b', () => Readable.from([bytes]), factsOf(bytes))).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
  });
});

describe('S3', () => {
  let server: FauxqsServer;
  let config: TrellisConfig;

  beforeAll(async () => {
    server = await startFauxqs({ port: 0, logger: false });
    config = loadConfig({ ...settings, S3_ENDPOINT: `http://127.0.0.1:${server.port}` });
    for (const Bucket of ['trellis', 'trellis-private'])
      await s3Client(config).send(new CreateBucketCommand({ Bucket }));
  });
  afterAll(() => server.stop());

  const changed = (more: Partial<TrellisConfig>) => Object.assign(Object.create(config) as TrellisConfig, more);
  describeStorageContract('a bucket of an emulator', () => storesOf(config).publicObjects, { refusesAltered: false });
  describeStorageContract('a private bucket of an emulator', () => storesOf(config).of('private'), {
    refusesAltered: false,
  });

  it('keeps private objects out of the public bucket', async () => {
    const bytes = Buffer.from('secret');
    await storesOf(config).of('private').put('originals/secret', bytes, factsOf(bytes));
    expect(await storesOf(config).publicObjects.head('originals/secret')).toBeUndefined();
  });

  it('has no private store without a bucket for it, and says how to get one', async () => {
    const stores = storesOf(changed({ S3_PRIVATE_BUCKET: undefined }));
    expect([stores.names, stores.ofOriginals]).toEqual([['public'], 'public']);
    expect(() => stores.of('private')).toThrow('S3_PRIVATE_BUCKET is not set');
    await stores.check();
  });

  it.each(['S3_BUCKET', 'S3_PRIVATE_BUCKET'])(
    'is unavailable when the bucket of %s does not exist',
    async (variable) => {
      const lost = storesOf(changed({ [variable]: 'elsewhere' }));
      await expect(lost.check()).rejects.toMatchObject({ code: 'storage_unavailable' });
    },
  );

  it('keeps its objects under the prefix, in the URL too', async () => {
    const prefixed = storesOf(changed({ S3_PREFIX: 'team' }));
    const bytes = Buffer.from('x');
    await prefixed.publicObjects.put('photos/p.png', () => Readable.from([bytes]), factsOf(bytes));
    expect(await storesOf(config).publicObjects.head('team/photos/p.png')).toMatchObject({ byteSize: 1 });
    expect(prefixed.publicUrl('photos/p.png')).toBe('https://media.test/team/photos/p.png');
  });

  it.each([
    ['the connection is refused', { S3_ENDPOINT: 'http://127.0.0.1:1' }],
    ['the bucket does not exist', { S3_BUCKET: 'elsewhere' }],
  ])('is unavailable when %s', async (_what, settings) => {
    const lost = storesOf(changed(settings)).publicObjects;
    const bytes = Buffer.from('x');
    await expect(lost.check()).rejects.toMatchObject({ code: 'storage_unavailable', params: { operation: 'check' } });
    await expect(lost.put('a', () => Readable.from([bytes]), factsOf(bytes))).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
  });
});

describe('an S3 store without space', () => {
  it.each([
    [507, 'InsufficientStorage'],
    [507, 'XMinioStorageFull'],
    [403, 'QuotaExceeded'],
  ])('that refuses with %i %s is full, and says so', async (status, code) => {
    const store = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`));
    });
    await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
    const { port } = store.address() as AddressInfo;
    const s3 = storesOf(loadConfig({ ...settings, S3_ENDPOINT: `http://127.0.0.1:${port}` })).publicObjects;
    const bytes = Buffer.from('x');
    await expect(s3.put('a/b', () => Readable.from([bytes]), factsOf(bytes))).rejects.toMatchObject({
      code: 'storage_full',
      detail: `The object storage is full (${code} ${status}). Free space on it, then try again.`,
    });
    store.closeAllConnections();
    store.close();
  });
});
