import { createHash } from 'node:crypto';
import { jest } from '@jest/globals';
import { fileExtension } from '@trellis/images';
import { newId } from '@trellis/kernel';
import { PersonasModule } from '@trellis/personas';
import { ObjectStores, StorageUnavailableError, type ObjectPlace } from '@trellis/storage';
import { ClustersStandIn, ImageCandidatesStandIn } from '@trellis/testing';
import { usePack } from '@trellis/testing/jest';
import { ObjectGarbage } from '../object-garbage.ts';
import { PhotoEntity } from '../photo.entity.ts';
import { PhotosModule } from '../photos.module.ts';
import { PhotosService } from '../photos.service.ts';
import { noKeyReservations } from '../testing.ts';
import { drawing, storedPhoto } from './stored-photo.spec-support.ts';
import { MOST_ATTEMPTS, PrepareRenditionsService } from './prepare-renditions.service.ts';
import { RenditionRows } from './rendition-rows.ts';

const killed = new Error('killed');

describe('renditions', () => {
  const pack = usePack([PersonasModule, PhotosModule], {
    standIns: [ClustersStandIn, ImageCandidatesStandIn],
    providers: [noKeyReservations],
  });
  const get = <T>(type: abstract new (...args: never[]) => T): T => pack.module.get<T>(type);

  const aStoredPhoto = (bytes: Buffer) => storedPhoto(pack, bytes);
  const prepare = (id: string) => get(PrepareRenditionsService).execute(id);
  const keyOf = async (id: string) =>
    (await pack.dataSource.query<[{ key: string }]>('select key from photo_objects where photo_id = $1', [id]))[0].key;
  const view = (id: string) => get(PhotosService).get(id);
  const row = (id: string) => pack.dataSource.manager.findOneByOrFail(PhotoEntity, { id });

  /** Nothing in the store that no row and no tombstone knows, and every row's object is there. */
  async function expectConsistent(id: string): Promise<void> {
    for await (const { untracked } of get(ObjectGarbage).objects()) expect(untracked).toEqual([]);
    const objects = await pack.dataSource.query<(ObjectPlace & { sha256: string })[]>(
      'select store, key, sha256 from photo_objects where photo_id = $1',
      [id],
    );
    for (const { store, key, sha256 } of objects)
      expect(await get(ObjectStores).of(store).head(key)).toMatchObject({ sha256 });
    const living = await pack.dataSource.query<unknown[]>(
      'select key from photo_objects join object_tombstones using (store, key)',
    );
    expect(living).toEqual([]);
  }

  /** What a kill at each point leaves: the next step never happens. */
  const deaths = {
    'before the tombstones': () => jest.spyOn(get(RenditionRows), 'reserve').mockRejectedValueOnce(killed),
    'before the first object': () => jest.spyOn(get(ObjectStores).publicObjects, 'put').mockRejectedValueOnce(killed),
    'between two objects': () => {
      const storage = get(ObjectStores).publicObjects;
      const put = storage.put.bind(storage);
      return jest.spyOn(storage, 'put').mockImplementationOnce(put).mockRejectedValueOnce(killed);
    },
    'before the rows': () => jest.spyOn(get(RenditionRows), 'settle').mockRejectedValueOnce(killed),
  };

  async function die(id: string, where: keyof typeof deaths): Promise<void> {
    const spy = deaths[where]();
    await expect(prepare(id)).rejects.toBe(killed);
    spy.mockRestore();
  }

  it('are recorded to be due with the photo', async () => {
    const id = await aStoredPhoto(await drawing(400, 400));
    const jobs = await pack.dataSource.query<{ data: object }[]>(
      `select data from pgboss.job where name = 'photos.make-renditions' and data->'event'->>'photoId' = $1`,
      [id],
    );
    expect(jobs).toEqual([{ data: expect.objectContaining({ name: 'photos.rendition-due' }) }]);
    expect((await view(id)).readiness).toEqual({ state: 'preparing', reasons: [], crop: null, lossPercent: null });
  });

  it('are four public objects, a placeholder and a state', async () => {
    const id = await aStoredPhoto(await drawing(1500, 1500));
    await prepare(id);
    const photo = await view(id);
    expect(photo).toMatchObject({
      readiness: { state: 'ready', reasons: [], crop: null, lossPercent: 0 },
      placeholder: expect.stringMatching(/^[A-Za-z0-9+/]{20,40}=*$/),
      renditions: {
        instagram: { contentType: 'image/jpeg', width: 1440, height: 1440 },
        large: { contentType: 'image/webp', width: 1280, height: 1280 },
        preview: { width: 640 },
        thumb: { width: 320 },
      },
    });
    expect(photo.renditions.instagram?.url).toContain(`/renditions/${id}/instagram-1-1-`);
    await expectConsistent(id);
  });

  it('are made once: a repetition changes nothing', async () => {
    const id = await aStoredPhoto(await drawing(500, 500));
    await Promise.all([prepare(id), prepare(id)]);
    const first = await view(id);
    await prepare(id);
    expect(await view(id)).toEqual(first);
    expect(first.readiness.state).toBe('ready');
    await expectConsistent(id);
  });

  it('say what a picture lacks', async () => {
    const [tall, small] = [await aStoredPhoto(await drawing(832, 1216)), await aStoredPhoto(await drawing(200, 200))];
    for (const id of [tall, small]) await prepare(id);
    expect(await view(tall)).toMatchObject({
      readiness: { state: 'needs_crop', reasons: [{ key: 'ratio_not_allowed' }], lossPercent: 14.5 },
      renditions: { instagram: null, large: { width: 832, height: 1216 } },
    });
    expect((await view(small)).readiness).toMatchObject({
      state: 'failed',
      reasons: [{ key: 'too_small', params: { width: 200, least: 320 } }],
    });
    for (const id of [tall, small]) await expectConsistent(id);
  });

  it('say that the original is missing, after five attempts', async () => {
    const id = await aStoredPhoto(await drawing(500, 500));
    const key = await keyOf(id);
    await get(ObjectStores).of('private').delete(key);
    for (let i = 1; i < MOST_ATTEMPTS; i += 1) await expect(prepare(id)).rejects.toThrow('not in the store');
    expect((await view(id)).readiness.state).toBe('preparing');
    await prepare(id);
    expect((await view(id)).readiness).toMatchObject({ state: 'failed', reasons: [{ key: 'original_missing' }] });
  });

  it('are made when the store denied the original for a moment', async () => {
    const id = await aStoredPhoto(await drawing(500, 500));
    const read = jest.spyOn(get(ObjectStores).of('private'), 'read').mockResolvedValueOnce(undefined);
    await expect(prepare(id)).rejects.toThrow('not in the store');
    read.mockRestore();
    await prepare(id);
    expect((await view(id)).readiness.state).toBe('ready');
  });

  it('fail after five attempts for an original that is no picture', async () => {
    const id = await aStoredPhoto(await drawing(500, 500));
    const storage = get(ObjectStores).of('private');
    const key = await keyOf(id);
    const bytes = Buffer.from('no picture');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const other = `originals/${newId()}/${sha256}.${fileExtension('image/png')}`;
    await storage.put(other, bytes, { contentType: 'image/png', byteSize: bytes.length, sha256 });
    await pack.dataSource.query('update photo_objects set key = $2 where key = $1', [key, other]);
    await storage.delete(key);
    for (let i = 1; i < MOST_ATTEMPTS; i += 1) await expect(prepare(id)).rejects.toThrow('not a complete');
    await prepare(id);
    expect((await view(id)).readiness).toMatchObject({ state: 'failed', reasons: [{ key: 'render_failed' }] });
  });

  it.each(Object.keys(deaths) as (keyof typeof deaths)[])('are made after a death %s', async (where) => {
    const id = await aStoredPhoto(await drawing(600, 600));
    await die(id, where);
    expect((await row(id)).readiness).toBe('preparing');
    expect((await row(id)).renderAttempts).toBe(1);
    await expectConsistent(id);
    await prepare(id);
    expect((await view(id)).readiness.state).toBe('ready');
    await expectConsistent(id);
  });

  it('fail after five deaths', async () => {
    const id = await aStoredPhoto(await drawing(600, 600));
    for (let i = 0; i < MOST_ATTEMPTS; i += 1) await die(id, 'before the tombstones');
    await prepare(id);
    expect((await view(id)).readiness).toMatchObject({ state: 'failed', reasons: [{ key: 'render_failed' }] });
  });

  it('are stored again when their reservation came to its end meanwhile', async () => {
    const id = await aStoredPhoto(await drawing(600, 600));
    await die(id, 'before the rows');
    await pack.dataSource.query(`update object_tombstones set not_before = now() - interval '1 day'`);
    const storage = get(ObjectStores).publicObjects;
    const put = storage.put.bind(storage);
    const gc = jest.spyOn(storage, 'put').mockImplementation(async (...args) => {
      await put(...args);
      for await (const place of get(ObjectGarbage).due()) await get(ObjectGarbage).collect(place);
    });
    await prepare(id);
    gc.mockRestore();
    expect((await view(id)).readiness.state).toBe('ready');
    await expectConsistent(id);
  });

  it('wait for a store that is away, however often, and count nothing against the picture', async () => {
    const id = await aStoredPhoto(await drawing(600, 600));
    const put = jest
      .spyOn(get(ObjectStores).publicObjects, 'put')
      .mockRejectedValue(new StorageUnavailableError('put', new Error('away')));
    for (let i = 0; i < 8; i += 1) await expect(prepare(id)).rejects.toBeInstanceOf(StorageUnavailableError);
    put.mockRestore();
    expect((await row(id)).renderAttempts).toBe(0);
    await prepare(id);
    expect((await view(id)).readiness.state).toBe('ready');
    await expectConsistent(id);
  });
});
