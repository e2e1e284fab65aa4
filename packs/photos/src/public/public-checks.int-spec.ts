import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { PersonasModule } from '@trellis/personas';
import { ObjectStores } from '@trellis/storage';
import { ClustersStandIn, ImageCandidatesStandIn } from '@trellis/testing';
import { usePack } from '@trellis/testing/jest';
import { PhotosModule } from '../photos.module.ts';
import { PhotosService } from '../photos.service.ts';
import { CropsService } from '../renditions/crops.service.ts';
import { PrepareRenditionsService } from '../renditions/prepare-renditions.service.ts';
import { drawing, storedPhoto } from '../renditions/stored-photo.spec-support.ts';
import { noKeyReservations } from '../testing.ts';
import { PublicCheckSweeper } from './public-check-sweeper.ts';
import { PublicChecksService } from './public-checks.service.ts';
import { publicProblemsMetric } from './public-problems.metric.ts';

/** Serves the objects of the public store, while `open`. */
let open = true;
let asked = 0;
let stores: ObjectStores;
const server = createServer((request, response) => {
  asked += 1;
  const read = open ? stores.publicObjects.read((request.url ?? '').slice(1)) : Promise.resolve(undefined);
  void read.then(async (stream) =>
    stream
      ? response.writeHead(200, { 'content-type': 'image/jpeg' }).end(await buffer(stream))
      : response.writeHead(404).end(),
  );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;

describe('the public URL of a photo', () => {
  const pack = usePack([PersonasModule, PhotosModule], {
    env: { PUBLIC_BASE_URL: `http://127.0.0.1:${port}` },
    standIns: [ClustersStandIn, ImageCandidatesStandIn],
    providers: [noKeyReservations],
  });
  const get = <T>(type: abstract new (...args: never[]) => T): T => pack.module.get<T>(type);
  beforeAll(() => void (stores = get(ObjectStores)));
  beforeEach(() => void ([open, asked] = [true, 0]));
  afterAll(() => server.close());

  const view = async (id: string) => {
    const { publicVerifiedAt, publicProblem } = await get(PhotosService).get(id);
    return [publicVerifiedAt !== null, publicProblem];
  };
  const check = (id: string) => get(PublicChecksService).execute(id);
  const sweep = () => get(PublicCheckSweeper).sweep();
  const checkedBefore = (id: string, ago: string) =>
    pack.dataSource.query(`update photos set public_checked_at = now() - $2::interval where id = $1`, [id, ago]);

  async function aReadyPhoto(): Promise<string> {
    const id = await storedPhoto(pack, await drawing(600, 600));
    await get(PrepareRenditionsService).execute(id);
    return id;
  }

  it('is verified; that only this machine can see it is said beside it', async () => {
    const id = await aReadyPhoto();
    expect(await view(id)).toEqual([false, null]);
    await check(id);
    expect(await view(id)).toEqual([true, 'loopback']);
  });

  it('has a problem, which the metric counts, until a later check succeeds', async () => {
    const id = await aReadyPhoto();
    open = false;
    await check(id);
    expect(await view(id)).toEqual([false, 'url_not_public']);
    const resolve = get as never;
    expect(await publicProblemsMetric.read(resolve)).toEqual([{ value: 1, labels: { problem: 'url_not_public' } }]);
    open = true;
    await sweep();
    expect(await view(id)).toEqual([false, 'url_not_public']);
    await checkedBefore(id, '25 hours');
    await sweep();
    expect(await view(id)).toEqual([true, 'loopback']);
    expect(await publicProblemsMetric.read(resolve)).toEqual([]);
  });

  it('is not known any more after a new crop', async () => {
    const id = await aReadyPhoto();
    await check(id);
    await get(CropsService).choose(id, { mode: 'pad' }, 'test');
    expect(await view(id)).toEqual([false, null]);
    const before = asked;
    await check(id);
    expect(await view(id)).toEqual([false, null]);
    expect(asked).toBe(before);
  });

  it('is looked at by the sweeper when no event came, and again when a check died', async () => {
    const id = await aReadyPhoto();
    await sweep();
    expect(await view(id)).toEqual([true, 'loopback']);
    const other = await aReadyPhoto();
    await checkedBefore(other, '1 minute');
    await sweep();
    expect(await view(other)).toEqual([false, null]);
    await checkedBefore(other, '6 minutes');
    await sweep();
    expect(await view(other)).toEqual([true, 'loopback']);
  });

  it('is looked at every day while a post holds the photo, and not afterwards', async () => {
    const [held, free] = [await aReadyPhoto(), await aReadyPhoto()];
    await sweep();
    await pack.dataSource.query('update photos set held_by = $1 where id = $1', [held]);
    for (const id of [held, free]) await checkedBefore(id, '25 hours');
    open = false;
    await sweep();
    expect([await view(held), await view(free)]).toEqual([
      [false, 'url_not_public'],
      [true, 'loopback'],
    ]);
  });
});
