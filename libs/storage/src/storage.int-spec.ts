import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { loadConfig, type TrellisConfig } from '@trellis/config';
import { DiskStorage } from './drivers/disk.storage.ts';
import { S3_TIMEOUTS, s3Client } from './drivers/s3-client.ts';
import { S3Storage } from './drivers/s3.storage.ts';
import { storeVerified } from './index.ts';
import { describeStorageContract, factsOf } from './storage-contract.spec-support.ts';
import { startB2Dialect, type B2Dialect } from './testing.ts';

const settings = {
  STORAGE_DRIVER: 's3',
  S3_REGION: 'us-east-1',
  S3_BUCKET: 'trellis',
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

  describeStorageContract('a disk', () => new DiskStorage(root, 'http://127.0.0.1/media'));

  it('refuses a key that leads out of the store', async () => {
    const disk = new DiskStorage(root, '');
    await expect(disk.head('../../etc/passwd')).rejects.toMatchObject({ code: 'storage_unavailable' });
  });

  it('leaves no temporary file behind', async () => {
    const left = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.half'));
    expect(left).toEqual([]);
  });

  it('is unavailable, not broken, where it cannot write', async () => {
    const disk = new DiskStorage('/dev/null/nowhere', '');
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
    await s3Client(config).send(new CreateBucketCommand({ Bucket: 'trellis' }));
  });
  afterAll(() => server.stop());

  describeStorageContract('an S3 emulator', () => new S3Storage(config), { refusesAltered: false });

  it('keeps its objects under the prefix, in the URL too', async () => {
    const prefixed = new S3Storage(Object.assign(Object.create(config) as TrellisConfig, { S3_PREFIX: 'team' }));
    const bytes = Buffer.from('x');
    await prefixed.put('photos/p.png', () => Readable.from([bytes]), factsOf(bytes));
    expect(await new S3Storage(config).head('team/photos/p.png')).toMatchObject({ byteSize: 1 });
    expect(prefixed.publicUrl('photos/p.png')).toBe('https://media.test/team/photos/p.png');
  });

  it('says unavailable when the bucket does not exist, or nobody listens', async () => {
    const lost = new S3Storage(
      Object.assign(Object.create(config) as TrellisConfig, { S3_ENDPOINT: 'http://127.0.0.1:1' }),
    );
    await expect(lost.head('a')).rejects.toMatchObject({ code: 'storage_unavailable', params: { operation: 'head' } });
  });
});

describe('Backblaze B2, as strict as it is', () => {
  let store: B2Dialect;
  const timeouts = { connect: 1000, whole: 400 };
  const storage = (more: NodeJS.ProcessEnv = {}, patience = S3_TIMEOUTS) =>
    new S3Storage(
      loadConfig({
        ...settings,
        S3_ENDPOINT: store.endpoint,
        S3_ACCESS_KEY_ID: store.accessKey,
        ...more,
      }),
      patience,
    );
  beforeAll(async () => {
    store = await startB2Dialect();
  });
  afterEach(() => Object.assign(store, { before: () => undefined, after: () => undefined }));
  afterAll(() => store.stop());

  describeStorageContract('the B2 dialect', () => storage());

  it('refuses credentials it does not know, which is the store being unavailable', async () => {
    await expect(storage({ S3_ACCESS_KEY_ID: 'other' }).head('a')).rejects.toMatchObject({
      code: 'storage_unavailable',
      params: { cause: expect.stringContaining('403') },
    });
  });

  it('refuses what the SDK sends when nobody tells it not to', async () => {
    const careless = new S3Client({
      region: 'us-east-1',
      endpoint: store.endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId: store.accessKey, secretAccessKey: 's' },
      maxAttempts: 1,
    });
    const sent = careless.send(new PutObjectCommand({ Bucket: 'trellis', Key: 'k', Body: Buffer.from('x') }));
    await expect(sent).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  });

  it.each([
    ['a checksum header', { 'x-amz-checksum-crc32': 'AAAAAA==' }],
    ['If-None-Match', { 'if-none-match': '*' }],
    ['an ACL header', { 'x-amz-acl': 'public-read' }],
    ['aws-chunked', { 'content-encoding': 'aws-chunked' }],
    ['a signed stream', { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' }],
  ])('refuses %s, as that store does', async (_what, headers) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${store.accessKey}/20261125/us-east-1/s3/aws4_request`;
    const put = await fetch(`${store.endpoint}/trellis/k`, {
      method: 'PUT',
      body: 'x',
      headers: { authorization, ...(headers as Record<string, string>) },
    });
    expect([put.status, await put.text()]).toEqual([400, '<Error><Code>InvalidArgument</Code></Error>']);
  });

  describe('when the outcome of a PUT is not known', () => {
    const bytes = Buffer.from('the picture');
    const facts = factsOf(bytes);
    const store1 = (patience = S3_TIMEOUTS) =>
      storeVerified(storage({}, patience), 'photos/k', () => Readable.from([bytes]), facts);
    const puts = () => asked.filter((one) => one.startsWith('PUT')).length;
    let asked: string[] = [];
    beforeEach(() => {
      asked = [];
      store.objects.clear();
    });
    const once = (method: string, hook: () => Promise<boolean | void> | boolean) => {
      let left = 1;
      return (now: string, key: string) => {
        asked.push(`${now} ${key}`);
        return now === method && left-- > 0 ? hook() : undefined;
      };
    };
    const never = () => new Promise<void>((resolve) => setTimeout(resolve, 1000).unref());

    it.each([
      ['the connection was cut after the store took the object', () => false],
      ['the answer did not come in time', never],
    ])('lets HEAD decide: %s', async (_what, hook) => {
      store.after = once('PUT', hook);
      await store1(timeouts);
      expect(puts()).toBe(1);
      expect(store.objects.get('photos/k')?.bytes.equals(bytes)).toBe(true);
    });

    it.each([
      ['the connection was cut before', () => false],
      ['the store never looked at it', never],
    ])('says unavailable, and leaves a repetition to the link: %s', async (_what, hook) => {
      store.before = once('PUT', hook);
      await expect(store1(timeouts)).rejects.toMatchObject({ code: 'storage_unavailable' });
      expect(puts()).toBe(1);
    });
  });
});
