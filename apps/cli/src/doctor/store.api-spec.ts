import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { startB2Dialect, type B2Dialect } from '@trellis/storage/testing';
import { useCommandLibrary } from '../library.spec-support.ts';

interface Diagnosis {
  findings: { code: string; ids: string[]; cure: string }[];
}

describe('trellis doctor', () => {
  const library = useCommandLibrary();

  const findings = async (...args: string[]) => (await library.json<Diagnosis>('doctor', ...args)).result.findings;

  describe('--store', () => {
    let store: B2Dialect;
    beforeAll(async () => {
      store = await startB2Dialect();
      library.env = store.settings;
    });
    afterEach(() => Object.assign(store, { before: () => undefined, after: () => undefined }));
    afterAll(async () => {
      library.env = {};
      await store.stop();
    });

    it('passes a working store, and leaves nothing in it but the probe', async () => {
      expect(await findings('--store')).toEqual([]);
      expect([...store.objects.keys()]).toEqual(['trellis-probe']);
    }, 30_000);

    it('names the failed step when the store keeps other bytes', async () => {
      store.after = (method, key) => {
        for (const objects of [store.objects, store.privateObjects]) {
          const object = objects.get(key);
          if (method === 'PUT' && object) object.bytes = Buffer.alloc(object.bytes.length);
        }
      };
      const [one, ...more] = await findings('--store');
      expect(more).toEqual([]);
      expect([one?.code, one?.ids]).toEqual(['store_incapable', ['read', 'private read']]);
    }, 30_000);

    it('reports a missing bucket instead of missing objects', async () => {
      await library.sql.query(`
        with photo as (insert into photos (id, persona_id, path) select gen_random_uuid(), id, '/x' from personas returning id)
        insert into photo_objects (photo_id, kind, store, key, content_type, byte_size, sha256, width, height)
        select id, 'original', 'private', 'originals/x.png', 'image/png', 1, repeat('a', 64), 1, 1 from photo`);
      library.env = { ...store.settings, S3_BUCKET: 'elsewhere' };
      const found = await findings();
      library.env = store.settings;
      await library.sql.query('delete from photos');
      expect(found.map(({ code, ids }) => [code, ids])).toEqual([['store_unreachable', ['NoSuchBucket 404']]]);
    }, 30_000);

    it('names the failed step when deletion is forbidden', async () => {
      store.before = (method) => method !== 'DELETE';
      const [one] = await findings('--store');
      expect([one?.code, one?.ids]).toEqual([
        'store_incapable',
        [expect.stringMatching(/^delete: /), expect.stringMatching(/^private delete: /)],
      ]);
    }, 30_000);
  });

  describe('--public', () => {
    let media: Server;
    let answer: (response: ServerResponse, bytes: Buffer, type: string) => void;
    /** What the server gives to anyone although it is private. */
    let open = 'nothing';
    const types: Record<string, string> = { jpg: 'image/jpeg', webp: 'image/webp', png: 'image/png' };

    beforeAll(async () => {
      media = createServer((request, response) => {
        if (request.url === '/login')
          return void response.writeHead(200, { 'content-type': 'text/html' }).end('log in');
        const key = decodeURIComponent(request.url as string).slice(1);
        const type = types[key.split('.').at(-1) ?? ''] ?? '';
        readFile(library.objectFile(key, key.startsWith(open) ? 'private' : 'public')).then(
          (bytes) => answer(response, bytes, type),
          () => response.destroy(),
        );
      });
      await new Promise<void>((resolve) => media.listen(0, '127.0.0.1', resolve));
      library.env = { PUBLIC_BASE_URL: `http://127.0.0.1:${(media.address() as AddressInfo).port}` };
      await library.aCompletedRun({ width: 400, height: 400 });
      await library.run('link');
      await library.run('renditions');
    }, 30_000);
    afterAll(() => media.close());

    it.each<[string, typeof answer, boolean]>([
      [
        'finds nothing when images are public',
        (response, bytes, type) => response.writeHead(200, { 'content-type': type }).end(bytes),
        true,
      ],
      ['finds an image that is refused', (response) => response.writeHead(403).end(), false],
      [
        'finds one with another type',
        (response, bytes) => response.writeHead(200, { 'content-type': 'text/plain' }).end(bytes),
        false,
      ],
      [
        'finds one that is truncated',
        (response, bytes, type) => response.writeHead(200, { 'content-type': type }).end(bytes.subarray(1)),
        false,
      ],
      [
        'finds one with other bytes',
        (response, bytes, type) => response.writeHead(200, { 'content-type': type }).end(Buffer.alloc(bytes.length)),
        false,
      ],
      ['finds one that leads to a page', (response) => response.writeHead(302, { location: '/login' }).end(), false],
    ])(
      '%s',
      async (_what, answering, well) => {
        answer = answering;
        const photo = await library.one<{ id: string }>('select id from photos');
        expect((await findings('--public')).map(({ code, ids }) => [code, ids])).toEqual(
          well ? [] : [['photo_not_public', [photo.id]]],
        );
      },
      30_000,
    );

    it('finds a private original that anyone can fetch', async () => {
      answer = (response, bytes, type) => response.writeHead(200, { 'content-type': type }).end(bytes);
      open = 'originals/';
      const photo = await library.one<{ id: string }>('select id from photos');
      const found = await findings('--public');
      expect(found.map(({ code, ids }) => [code, ids])).toEqual([['original_readable', [photo.id]]]);
    }, 30_000);
  });
});
