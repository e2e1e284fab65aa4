import { aJpeg, aPng, aWebp, pngOfBytes } from '@trellis/testing';
import { aLibrary } from '../support/library.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

interface Outcome {
  file: string;
  status: string;
  photo: { id: string; path: string; contentType: string; candidateId: string | null; originalUrl: string } | null;
  code: string | null;
  detail: string | null;
}

describe('images uploaded into a cluster', () => {
  const app = useApp({ works: false });
  const library = useLibrary(app);

  const upload = async (files: [string, Buffer][], clusterId = library.clusterId) => {
    const request = app.call('post', `/clusters/${clusterId}/photos`);
    for (const [name, bytes] of files) request.attach('files', bytes, name);
    return request;
  };

  it('are created or refused separately, in the order sent', async () => {
    const answer = await upload([
      ['a.png', await aPng()],
      ['notes.png', Buffer.from('a text')],
      ['b.txt', await aJpeg()],
      ['huge.png', pngOfBytes(27_000_000)],
      ['../../c.webp', await aWebp()],
    ]);
    expect(answer.status).toBe(207);
    const results = (answer.body as { results: Outcome[] }).results;
    expect(results.map(({ file, status, code }) => [file, status, code])).toEqual([
      ['a.png', 'created', null],
      ['notes.png', 'refused', 'not_an_image'],
      ['b.txt', 'created', null],
      ['huge.png', 'refused', 'image_too_large'],
      ['c.webp', 'created', null],
    ]);
    const webp = results[4]?.photo;
    expect(webp).toMatchObject({ path: `uploads/${webp?.id}/c.webp`, contentType: 'image/webp', candidateId: null });
    expect((await app.call('get', (webp?.originalUrl ?? '').replace('/api/v1', ''))).status).toBe(200);
    expect(await app.ok('get', `/clusters/${library.clusterId}`)).toMatchObject({ photosCount: 3 });
  });

  it('of the same second and name are as many photos', async () => {
    const same = await Promise.all(
      Array.from({ length: 5 }, async () => ['same.png', await aPng()] as [string, Buffer]),
    );
    const { results } = (await upload(same)).body as { results: Outcome[] };
    expect(new Set(results.map(({ photo }) => photo?.id)).size).toBe(5);
  });

  it("are refused a second time in one cluster with the first photo's id, also concurrently", async () => {
    const bytes = await aPng();
    const answers = await Promise.all([1, 2, 3].map((n) => upload([[`${n}.png`, bytes]])));
    const outcomes = answers.flatMap(({ body }) => (body as { results: Outcome[] }).results);
    const created = outcomes.filter(({ status }) => status === 'created');
    expect(created).toHaveLength(1);
    const refused = outcomes.filter(({ code }) => code === 'duplicate_image');
    expect(refused).toHaveLength(2);
    expect(refused.every(({ detail }) => detail?.includes(created[0]?.photo?.id as string))).toBe(true);
    const other = await aLibrary(app);
    expect(
      ((await upload([['x.png', bytes]], other.clusterId)).body as { results: Outcome[] }).results[0]?.status,
    ).toBe('created');
  });

  it('are reported up to an unexpected part', async () => {
    const answer = await app
      .call('post', `/clusters/${library.clusterId}/photos`)
      .attach('files', await aPng(), 'a.png')
      .field('note', 'x');
    const { results } = answer.body as { results: Outcome[] };
    expect(results.map(({ status, code }) => [status, code])).toEqual([
      ['created', null],
      ['refused', 'validation_failed'],
    ]);
  });

  it('need a cluster, a file, and the right field', async () => {
    const missing = await upload([['a.png', await aPng()]], '01890a5d-ac96-774b-bcce-b302099a8fff');
    expect(missing.body).toMatchObject({ status: 404, code: 'cluster_not_found' });
    const path = `/clusters/${library.clusterId}/photos`;
    expect((await app.call('post', path).attach('picture', await aPng(), 'a.png')).body).toMatchObject({
      status: 400,
      code: 'validation_failed',
    });
    expect((await app.call('post', path, {})).body).toMatchObject({ status: 400, code: 'validation_failed' });
  });
});
