import { createHash } from 'node:crypto';
import { jest } from '@jest/globals';
import { ObjectStores, StorageUnavailableError } from '@trellis/storage';
import { aPng } from '@trellis/testing';
import { binary } from '../support/binary.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

interface Uploaded {
  results: [{ photo: { id: string; url: null; originalUrl: string } }];
}

describe('the original of a photo', () => {
  const app = useApp({ works: false });
  const library = useLibrary(app);
  let bytes: Buffer;
  let id: string;
  let etag: string;
  const path = () => `/photos/${id}/original`;
  const stores = () => app.app.get(ObjectStores, { strict: false });

  beforeAll(async () => {
    bytes = await aPng();
    etag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
    const upload = app.call('post', `/clusters/${library.clusterId}/photos`).attach('files', bytes, 'naïve “bowl”.png');
    const [{ photo }] = ((await upload).body as Uploaded).results;
    id = photo.id;
    expect(photo).toMatchObject({ url: null, originalUrl: `/api/v1${path()}` });
  });
  afterEach(() => jest.restoreAllMocks());

  it('is given back byte for byte, with its type and its name', async () => {
    const answer = await app.call('get', path()).buffer(true).parse(binary);
    expect(answer.status).toBe(200);
    expect(bytes.equals(answer.body as Buffer)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(bytes.length),
      'content-disposition': `inline; filename="na?ve ?bowl?.png"; filename*=UTF-8''na%C3%AFve%20%E2%80%9Cbowl%E2%80%9D.png`,
      'cache-control': 'private, max-age=31536000, immutable',
      'accept-ranges': 'bytes',
      etag,
    });
  });

  it('is not sent again to who has it', async () => {
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const answer = await app.call('get', path()).set('If-None-Match', known);
      expect([known, answer.status, answer.headers['etag'], answer.text]).toEqual([known, 304, etag, '']);
    }
    expect((await app.call('get', path()).set('If-None-Match', '"other"')).status).toBe(200);
  });

  it('answers HEAD with the headers of GET', async () => {
    const { status, headers, text } = await app.call('head', path());
    expect([status, text]).toEqual([200, undefined]);
    expect(headers).toMatchObject({ 'content-length': String(bytes.length), 'content-type': 'image/png', etag });
  });

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=10-19', 10, 19],
    ['bytes=-5', -5, -1],
    ['bytes=100-', 100, -1],
    ['bytes=5-99999999', 5, -1],
  ])('answers %s with that part', async (range, first, last) => {
    const at = (n: number) => (n < 0 ? bytes.length + n : n);
    const answer = await app.call('get', path()).set('Range', range).buffer(true).parse(binary);
    expect([answer.status, answer.headers['content-range']]).toEqual([
      206,
      `bytes ${at(first)}-${at(last)}/${bytes.length}`,
    ]);
    expect(bytes.subarray(at(first), at(last) + 1).equals(answer.body as Buffer)).toBe(true);
  });

  it('is sent whole for several ranges, another unit, and a part of other bytes', async () => {
    for (const headers of [
      { Range: 'bytes=0-1,3-4' },
      { Range: 'lines=0-1' },
      { Range: 'bytes' },
      { Range: 'bytes=0-1', 'If-Range': '"other"' },
    ])
      expect((await app.call('get', path()).set(headers)).status).toBe(200);
    expect((await app.call('get', path()).set({ Range: 'bytes=0-1', 'If-Range': etag })).status).toBe(206);
  });

  it('has no range beyond its end', async () => {
    const { status, headers, body } = await app.call('get', path()).set('Range', 'bytes=99999999-');
    expect([status, body.code, headers['content-range'], headers['cache-control']]).toEqual([
      416,
      'range_not_satisfiable',
      `bytes */${bytes.length}`,
      'no-store',
    ]);
  });

  it('is nowhere where the public can read it', async () => {
    const places = await app.dataSource.query<{ store: string; key: string }[]>(
      'select store, key from photo_objects where photo_id = $1',
      [id],
    );
    expect(places).toEqual([{ store: 'private', key: expect.stringMatching(`^originals/${id}/[0-9a-f]{64}\\.png$`) }]);
    for (const { key } of places) expect((await app.raw('get', `/media/${key}`)).status).toBe(404);
    for await (const key of stores().publicObjects.list('')) expect(key).not.toContain(id);
  });

  it('says when the store is away, or has lost it', async () => {
    const storage = stores().of('private');
    jest.spyOn(storage, 'head').mockRejectedValueOnce(new StorageUnavailableError('head', new Error('503')));
    const away = await app.call('get', path());
    expect([away.status, away.body.code]).toEqual([503, 'storage_unavailable']);
    jest.spyOn(storage, 'head').mockResolvedValueOnce(undefined);
    const lost = await app.call('get', path());
    expect([lost.status, lost.body.code, lost.headers['etag']]).toEqual([410, 'image_missing', undefined]);
  });
});
