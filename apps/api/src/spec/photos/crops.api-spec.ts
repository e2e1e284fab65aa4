import sharp from 'sharp';
import { newId } from '@trellis/kernel';
import { untilDeadline } from '@trellis/testing';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

interface Photo {
  id: string;
  readiness: { state: string; reasons: { key: string }[]; crop: object | null; lossPercent: number | null };
  renditions: Record<string, { url: string; width: number; height: number } | null>;
}

const drawing = (width: number, height: number, blue: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 10, g: 90, b: blue } } })
    .png()
    .toBuffer();

describe('the part of a photo that is posted', () => {
  const app = useApp();
  const library = useLibrary(app);
  let drawn = 0;

  const get = async (id: string) => await app.ok<Photo>('get', `/photos/${id}`);
  const settled = (id: string) =>
    untilDeadline('the renditions', async () => {
      const photo = await get(id);
      return photo.readiness.state !== 'preparing' && photo;
    });

  /** An uploaded photo with its renditions. */
  async function aPhoto(width: number, height: number): Promise<Photo> {
    const upload = app.call('post', `/clusters/${library.clusterId}/photos`);
    const { body } = await upload.attach('files', await drawing(width, height, (drawn += 1)), 'a.png');
    return settled((body as { results: [{ photo: Photo }] }).results[0].photo.id);
  }
  const crop = (id: string, body: object) => app.call('put', `/photos/${id}/crop`, body);

  it('is the whole of a picture that fits', async () => {
    const { readiness, renditions } = await aPhoto(1024, 1024);
    expect(readiness).toEqual({ state: 'ready', reasons: [], crop: null, lossPercent: 0 });
    expect(renditions['instagram']).toMatchObject({ width: 1024, height: 1024 });
    const served = await app.raw('get', new URL(renditions['instagram']?.url as string).pathname).buffer(true);
    expect([served.status, served.headers['content-type']]).toEqual([200, 'image/jpeg']);
    expect(await sharp(served.body as Buffer).metadata()).toMatchObject({ format: 'jpeg', width: 1024 });
  });

  it('is trimmed by itself where that costs little', async () => {
    const { readiness } = await aPhoto(896, 1152);
    const shown = { x: 0, y: 16, width: 896, height: 1120, mode: 'centre' };
    expect(readiness).toEqual({ state: 'ready', reasons: [], crop: shown, lossPercent: 2.8 });
  });

  it('is chosen for 832 × 1216, which is ready one call later at 832 × 1040, and reset', async () => {
    const photo = await aPhoto(832, 1216);
    expect(photo).toMatchObject({
      readiness: { state: 'needs_crop', reasons: [{ key: 'ratio_not_allowed' }], lossPercent: 14.5 },
      renditions: { instagram: null, large: { width: 832, height: 1216 } },
    });
    const answer = await crop(photo.id, { mode: 'attention' });
    expect([answer.status, (answer.body as Photo).readiness.state]).toEqual([200, 'preparing']);
    const ready = await settled(photo.id);
    expect(ready.renditions['instagram']).toMatchObject({ width: 832, height: 1040 });
    expect(ready.readiness).toMatchObject({ state: 'ready', crop: { width: 832, height: 1040, mode: 'attention' } });
    expect(ready.renditions['thumb']?.url).not.toBe(photo.renditions['thumb']?.url);
    expect((await app.call('delete', `/photos/${photo.id}/crop`)).status).toBe(204);
    expect((await settled(photo.id)).readiness.state).toBe('needs_crop');
  });

  it('is any rectangle inside the picture with an allowed ratio, or all of it on white', async () => {
    const { id } = await aPhoto(832, 1216);
    await crop(id, { mode: 'rectangle', x: 32, y: 16, width: 800, height: 1000 });
    expect((await settled(id)).renditions['instagram']).toMatchObject({ width: 800, height: 1000 });
    await crop(id, { mode: 'pad' });
    const padded = await settled(id);
    expect(padded.renditions['instagram']).toMatchObject({ width: 973, height: 1216 });
    const whole = { x: 0, y: 0, width: 832, height: 1216, mode: 'pad' };
    expect(padded.readiness).toEqual({ state: 'ready', reasons: [], crop: whole, lossPercent: 0 });
  });

  it.each([
    ['outside', { x: 1, y: 0, width: 832, height: 1040 }, 422, 'crop_invalid'],
    ['outside', { x: 0, y: 177, width: 832, height: 1040 }, 422, 'crop_invalid'],
    ['against the ratio', { x: 0, y: 0, width: 832, height: 1041 }, 422, 'crop_invalid'],
    ['against the ratio', { x: 0, y: 0, width: 832, height: 400 }, 422, 'crop_invalid'],
    ['negative', { x: -1, y: 0, width: 832, height: 1040 }, 400, 'validation_failed'],
    ['fractional', { x: 0, y: 0.5, width: 832, height: 1040 }, 400, 'validation_failed'],
    ['empty', { x: 0, y: 0, width: 832, height: 0 }, 400, 'validation_failed'],
    ['incomplete', { x: 0, y: 0, width: 832 }, 400, 'validation_failed'],
  ])('is refused %s, and nothing changes: %j', async (_what, rectangle, status, code) => {
    const { id, readiness } = await aPhoto(832, 1216);
    const answer = await crop(id, { mode: 'rectangle', ...rectangle });
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([status, code]);
    expect((await get(id)).readiness).toEqual(readiness);
  });

  it('is too small when less than 320 pixels of it are left', async () => {
    const { id } = await aPhoto(832, 1216);
    await crop(id, { mode: 'rectangle', x: 0, y: 0, width: 319, height: 319 });
    expect((await settled(id)).readiness).toMatchObject({ state: 'failed', reasons: [{ key: 'too_small' }] });
  });

  it('is proposed in three ways', async () => {
    const { id } = await aPhoto(832, 1216);
    const previews = await app.ok<Record<string, { image: string }>>('get', `/photos/${id}/crop-previews`);
    expect(Object.keys(previews)).toEqual(['centre', 'attention', 'entropy']);
    expect(previews['centre']).toMatchObject({ x: 0, y: 88, width: 832, height: 1040, mode: 'centre' });
    for (const { image } of Object.values(previews)) {
      const webp = Buffer.from(image.replace('data:image/webp;base64,', ''), 'base64');
      expect(await sharp(webp).metadata()).toMatchObject({ format: 'webp', width: 320, height: 400 });
    }
  });

  it('that was chosen last wins, however many are chosen while renditions are made', async () => {
    const { id } = await aPhoto(832, 1216);
    for (let x = 0; x < 5; x += 1) await crop(id, { mode: 'rectangle', x, y: 0, width: 500 + x * 10, height: 500 });
    const { renditions, readiness } = await settled(id);
    expect(renditions['instagram']).toMatchObject({ width: 540, height: 500 });
    expect(readiness.crop).toMatchObject({ x: 4, width: 540 });
  });

  it('does not change while a post holds the photo', async () => {
    const { id } = await aPhoto(832, 1216);
    await app.dataSource.query('update photos set held_by = $2 where id = $1', [id, newId()]);
    for (const answer of [
      await crop(id, { mode: 'pad' }),
      await app.call('post', `/photos/${id}/renditions`),
      await app.call('patch', `/photos/${id}`, { aiGenerated: true }),
    ])
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([409, 'photo_held']);
    expect((await app.call('patch', `/photos/${id}`, { starred: true })).status).toBe(200);
  });

  it('is missing with its photo', async () => {
    for (const answer of [
      await crop(newId(), { mode: 'pad' }),
      await app.call('delete', `/photos/${newId()}/crop`),
      await app.call('get', `/photos/${newId()}/crop-previews`),
      await app.call('post', `/photos/${newId()}/renditions`),
    ])
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([404, 'photo_not_found']);
  });
});

describe('what is said of a photo', () => {
  const app = useApp();
  const library = useLibrary(app);

  it('is changed; the disclosure is in the JPEG of a generated picture alone', async () => {
    const upload = app.call('post', `/clusters/${library.clusterId}/photos`);
    const { body } = await upload.attach('files', await drawing(400, 400, 200), 'a.png');
    const { id } = (body as { results: [{ photo: Photo }] }).results[0].photo;
    const disclosed = () =>
      untilDeadline('the renditions', async () => {
        const { renditions, readiness } = await app.ok<Photo>('get', `/photos/${id}`);
        if (readiness.state !== 'ready') return undefined;
        const { body: bytes } = await app
          .raw('get', new URL(renditions['instagram']?.url as string).pathname)
          .buffer(true);
        return [(bytes as Buffer).includes('trainedAlgorithmicMedia')];
      });
    expect(await disclosed()).toEqual([false]);
    const said = { altText: 'A blue square', aiGenerated: true, starred: true };
    expect((await app.call('patch', `/photos/${id}`, said)).body).toMatchObject(said);
    expect(await disclosed()).toEqual([true]);
    expect((await app.call('patch', `/photos/${id}`, { altText: 'é'.repeat(1001) })).status).toBe(400);
    expect((await app.call('patch', `/photos/${id}`, { altText: null })).body).toMatchObject({
      ...said,
      altText: null,
    });
  });
});
