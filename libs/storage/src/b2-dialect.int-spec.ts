import { Readable } from 'node:stream';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { loadConfig } from '@trellis/config';
import { S3_TIMEOUTS } from './drivers/s3-client.ts';
import { S3Storage } from './drivers/s3.storage.ts';
import { storeVerified } from './index.ts';
import { describeStorageContract, factsOf } from './storage-contract.spec-support.ts';
import { startB2Dialect, type B2Dialect } from './testing.ts';

describe('Backblaze B2', () => {
  let store: B2Dialect;
  const timeouts = { connect: 1000, whole: 400 };
  const storage = (more: NodeJS.ProcessEnv = {}, patience = S3_TIMEOUTS) => {
    const config = loadConfig({ ...store.settings, ...more });
    return new S3Storage(config, config.S3_BUCKET as string, patience);
  };
  beforeAll(async () => {
    store = await startB2Dialect();
  });
  afterEach(() => Object.assign(store, { before: () => undefined, after: () => undefined }));
  afterAll(() => store.stop());

  describeStorageContract('the B2 dialect', () => storage());

  it('is unavailable with wrong credentials', async () => {
    await expect(storage({ S3_ACCESS_KEY_ID: 'other' }).head('a')).rejects.toMatchObject({
      code: 'storage_unavailable',
      params: { cause: expect.stringContaining('403') },
    });
  });

  it('reports a missing bucket', async () => {
    await expect(storage({ S3_BUCKET: 'elsewhere' }).check()).rejects.toMatchObject({
      code: 'storage_unavailable',
      detail: 'The object storage refused with 404 (NoSuchBucket). Try again later.',
    });
  });

  it('checks with a PUT and a HEAD of one object, and afterwards with the HEAD alone', async () => {
    const asked: string[] = [];
    store.objects.delete('trellis-probe');
    store.before = (method, key) => void asked.push(`${method} ${key}`);
    await storage().check();
    await storage().check();
    expect(asked).toEqual(['HEAD', 'PUT', 'HEAD', 'HEAD'].map((method) => `${method} trellis-probe`));
  });

  describe('without the right to list', () => {
    beforeEach(() => {
      store.mayList = false;
    });
    afterEach(() => {
      store.mayList = true;
    });

    it('is ready, stores objects, and knows what is not there', async () => {
      store.objects.clear();
      await storage().check();
      const bytes = Buffer.from('x');
      await storeVerified(storage(), 'photos/a', () => Readable.from([bytes]), factsOf(bytes));
      expect(await storage().head('photos/a')).toMatchObject({ byteSize: 1 });
      expect(await storage().head('photos/b')).toBeUndefined();
      expect(await storage().read('photos/b')).toBeUndefined();
    });

    it('names the refusal when the objects cannot be seen either', async () => {
      store.objects.clear();
      await expect(storage().head('photos/b')).rejects.toMatchObject({
        detail: 'The object storage refused with 403. Try again later.',
      });
    });
  });

  it('does not take a forbidden DELETE for done', async () => {
    const bytes = Buffer.from('x');
    await storage().check();
    await storage().put('photos/d', () => Readable.from([bytes]), factsOf(bytes));
    store.mayDelete = false;
    await expect(storage().delete('photos/d')).rejects.toMatchObject({ code: 'storage_unavailable' });
    store.mayDelete = true;
    expect(await storage().head('photos/d')).toBeDefined();
  });

  it('names the cause when the store keeps no metadata', async () => {
    const bytes = Buffer.from('x');
    store.keepsMetadata = false;
    const put = storeVerified(storage(), 'photos/c', () => Readable.from([bytes]), factsOf(bytes));
    await expect(put).rejects.toMatchObject({
      code: 'storage_unavailable',
      detail: 'The object storage keeps no metadata (x-amz-meta-sha256). Trellis needs a store that does.',
      params: { cause: 'MetadataMissing' },
    });
    store.objects.delete('trellis-probe');
    await expect(storage().check()).rejects.toMatchObject({ params: { cause: 'MetadataMissing' } });
    store.keepsMetadata = true;
    await storage().check();
  });

  it("refuses the SDK's default requests", async () => {
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

  describe('when the outcome of a PUT is unknown', () => {
    const bytes = Buffer.from('the image');
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
    ])('is unavailable, and leaves a retry to the link: %s', async (_what, hook) => {
      store.before = once('PUT', hook);
      await expect(store1(timeouts)).rejects.toMatchObject({ code: 'storage_unavailable' });
      expect(puts()).toBe(1);
    });
  });
});
