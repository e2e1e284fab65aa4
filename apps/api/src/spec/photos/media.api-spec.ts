import { createHash } from 'node:crypto';
import { connect, type AddressInfo } from 'node:net';
import { ObjectStores } from '@trellis/storage';
import { aPng } from '@trellis/testing';
import { useApp } from '../support/use-app.spec-support.ts';

describe('/media', () => {
  const app = useApp({ works: false });
  let path: string;
  let bytes: Buffer;
  beforeAll(async () => {
    bytes = await aPng();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const key = `renditions/a/${sha256}.png`;
    const stores = app.app.get(ObjectStores, { strict: false });
    await stores.publicObjects.put(key, bytes, { contentType: 'image/png', byteSize: bytes.length, sha256 });
    path = new URL(stores.publicUrl(key)).pathname;
  });

  it('serves an object with its type, immutable', async () => {
    const { status, headers } = await app.raw('get', path);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(bytes.length),
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
  });

  it('may be shown by every page, and read by scripts of configured origins only', async () => {
    const { headers } = await app.raw('get', path).set('Origin', 'https://elsewhere.example');
    expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('serves ranges', async () => {
    const answer = await app.raw('get', path).set('Range', 'bytes=1-3').buffer(true);
    expect(answer.status).toBe(206);
    expect(answer.headers['content-range']).toBe(`bytes 1-3/${bytes.length}`);
    expect(Buffer.from(answer.body as Buffer).toString('latin1')).toBe('PNG');
  });

  it('refuses a range beyond the end, with the size', async () => {
    const { status, headers, body } = await app.raw('get', path).set('Range', 'bytes=999999-');
    expect([status, body.code]).toEqual([416, 'range_not_satisfiable']);
    expect(headers['content-range']).toBe(`bytes */${bytes.length}`);
  });

  it('answers HEAD, and refuses every writing method', async () => {
    const statuses = [];
    for (const method of ['HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']) statuses.push(await statusOf(method, path));
    expect(statuses).toEqual([200, 404, 404, 404, 404]);
  });

  it.each([
    '/media',
    '/media/',
    '/media/renditions',
    '/media/renditions/',
    '/media/originals',
    '/media/../originals/objects/originals',
    '/media/../database.json',
    '/media/%2e%2e/facts/photos',
    '/media/..%2f..%2fdatabase.json',
    '/media/renditions/..%5c..%5cx',
    '/media//etc/passwd',
    '/media/.hidden',
  ])('lists nothing and stays in its folder: %s', async (target) => {
    expect(await statusOf('GET', target)).toBe(404);
  });

  /** Sends the path unchanged; clients usually normalize it. */
  const statusOf = (method: string, target: string) =>
    new Promise<number>((resolve, reject) => {
      const { port } = app.app.getHttpServer().address() as AddressInfo;
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(`${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`),
      );
      socket.once('data', (data) => {
        resolve(Number(data.toString().split(' ')[1]));
        socket.destroy();
      });
      socket.once('error', reject);
    });
});
