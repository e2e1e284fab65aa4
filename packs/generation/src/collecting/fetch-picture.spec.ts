import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ComfyClient } from '@trellis/comfyui';
import { fetchPicture } from './fetch-picture.ts';

const IMAGE = { nodeId: '9', filename: '../../etc/a b.png', subfolder: '..\\x', type: 'output' };
const MOST = 1_000;

describe('a picture that is fetched from a server', () => {
  let server: Server;
  let asked: string[];
  let waited: number[];
  const fetching = async (listener: RequestListener, url?: string) => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      listener(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = new ComfyClient({ baseUrl: url ?? `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    const pause = (ms: number) => Promise.resolve(waited.push(ms));
    return fetchPicture(IMAGE, { client, most: MOST, pause });
  };
  const status =
    (code: number): RequestListener =>
    (_request, response) =>
      void response.writeHead(code).end('x');

  beforeEach(() => {
    [asked, waited] = [[], []];
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('is asked for by name, as a value of the query and never as a path', async () => {
    expect(await fetching((_request, response) => void response.end('bytes'))).toEqual({
      ...{ kind: 'file', bytes: Buffer.from('bytes') },
    });
    expect(asked).toEqual(['/view?filename=..%2F..%2Fetc%2Fa+b.png&subfolder=..%5Cx&type=output']);
  });

  it.each([
    ['404', status(404), { kind: 'missing' }],
    ['403', status(403), { kind: 'refused', refusal: 'denied_403' }],
    [
      'bytes that break off',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half');
        setImmediate(() => response.destroy());
      },
      { kind: 'refused', refusal: 'truncated' },
    ],
  ] as [string, RequestListener, object][])(
    'is asked for three times in ten seconds after %s',
    async (_what, listener, fetched) => {
      expect(await fetching(listener)).toEqual(fetched);
      expect([asked.length, waited]).toEqual([3, [3_000, 7_000]]);
    },
  );

  it('is not asked for again when it is too large', async () => {
    expect(await fetching((_request, response) => void response.end(Buffer.alloc(MOST + 1)))).toEqual({
      ...{ kind: 'refused', refusal: 'image_too_large' },
    });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['a server that is not there', status(200), 'http://127.0.0.1:1'],
    ['a server that fails', status(500), undefined],
    ['a proxy that wants another key', status(401), undefined],
  ] as [string, RequestListener, string | undefined][])('is asked for later from %s', async (_what, listener, url) => {
    expect(await fetching(listener, url)).toEqual({ kind: 'away' });
    expect(waited).toEqual([]);
  });
});
