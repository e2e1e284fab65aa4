import sharp, { type Sharp } from 'sharp';
import { newId } from '@trellis/kernel';
import { aLibrary } from '../support/library.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

interface Uploaded {
  results: { photo: { id: string }; similar: string[] }[];
}
interface Similar {
  items: { photoId: string; kind: string; distance: number; mirrored: boolean }[];
}

/** Blobs whose places and sizes the seed decides. */
function drawing(seed: number): Sharp {
  let state = seed;
  const next = (most: number) => (state = (state * 48_271) % 2_147_483_647) % most;
  const blob = () =>
    `<circle cx="${next(512)}" cy="${next(512)}" r="${40 + next(120)}" fill="hsl(${next(360)} 70% ${20 + next(60)}%)"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512"><rect width="512" height="512" fill="#888"/>${Array.from({ length: 12 }, blob).join('')}</svg>`;
  return sharp(Buffer.from(svg));
}

describe('photos that look alike', () => {
  const app = useApp();
  const library = useLibrary(app);
  const upload = async (picture: Sharp, clusterId = library.clusterId) => {
    const request = app.call('post', `/clusters/${clusterId}/photos`);
    const { results } = (await request.attach('files', await picture.png().toBuffer(), 'a.png')).body as Uploaded;
    const [{ photo, similar }] = results as [Uploaded['results'][number]];
    return { id: photo.id, similar };
  };
  const similarTo = async (id: string) => (await app.ok<Similar>('get', `/photos/${id}/similar`)).items;

  it('are named by the upload, and refused by nothing', async () => {
    const first = await upload(drawing(11));
    expect(first.similar).toEqual([]);
    const smaller = await upload(drawing(11).resize(300));
    expect(smaller.similar).toEqual([first.id]);
    const grey = await upload(drawing(11).grayscale());
    expect([...grey.similar].sort()).toEqual([first.id, smaller.id].sort());
    expect((await upload(drawing(12))).similar).toEqual([]);
  });

  it('are listed nearest first, with what they are', async () => {
    const first = await upload(drawing(21));
    const same = await upload(drawing(21).resize(450));
    const flopped = await upload(drawing(21).flop());
    const listed = await similarTo(first.id);
    const distances = listed.map(({ distance }) => distance);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    expect(new Map(listed.map(({ photoId, kind, mirrored }) => [photoId, [kind, mirrored]]))).toEqual(
      new Map([
        [same.id, ['duplicate', false]],
        [flopped.id, ['duplicate', true]],
      ]),
    );
    const page = await app.ok<{ items: { id: string }[] }>('get', `/photos?similarTo=${first.id}`);
    expect(page.items.map(({ id }) => id).sort()).toEqual([same.id, flopped.id].sort());
  });

  it('are those of the persona alone, and not the deleted ones', async () => {
    const other = await aLibrary(app);
    const [mine, again] = [await upload(drawing(31)), await upload(drawing(31).resize(400))];
    const theirs = await upload(drawing(31), other.clusterId);
    expect(theirs.similar).toEqual([]);
    expect((await app.call('delete', `/photos/${again.id}`)).status).toBe(204);
    expect(await similarTo(mine.id)).toEqual([]);
  });

  it('are named by the link of a winner, which is linked all the same', async () => {
    const first = await upload(drawing(41));
    const { id: runId } = await app.ok<{ id: string }>('post', `/clusters/${library.clusterId}/runs`, {
      pipelineId: library.pipelineId,
    });
    const request = app.call('post', `/runs/${runId}/candidates`).field('stepId', library.stepId);
    const { body } = await request.attach('file', await drawing(41).png().toBuffer(), 'a.png');
    await app.ok('put', `/runs/${runId}/winner`, { candidateId: (body as { id: string }).id });
    await app.ok('post', `/runs/${runId}/completion`);
    await app.settled(runId);
    expect(await app.ok('get', `/runs/${runId}/link`)).toMatchObject({ state: 'linked', similar: [first.id] });
  });

  it('of a photo that does not exist are none', async () => {
    const missing = await app.call('get', `/photos/${newId()}/similar`);
    expect([missing.status, missing.body.code]).toEqual([404, 'photo_not_found']);
    expect(await app.ok('get', `/photos?similarTo=${newId()}`)).toEqual({ items: [], nextCursor: null });
  });
});
