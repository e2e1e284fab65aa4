import { jest } from '@jest/globals';
import { usePack } from '@trellis/testing/jest';
import { ClusteringModule } from '../clustering.module.ts';
import { FinishLinkService } from './finish-link.service.ts';
import { LinkLibrary } from './link-library.spec-support.ts';
import { LinkWinnerService } from './link-winner.service.ts';
import { StoreWinnerService } from './store-winner.service.ts';

const first = { actor: 'test', lastAttempt: false };
const killed = new Error('killed');
/** Without a private bucket, keys have random bits. Nothing listens there. */
const S3 = {
  STORAGE_DRIVER: 's3',
  S3_ENDPOINT: 'http://127.0.0.1:1',
  S3_REGION: 'x',
  S3_BUCKET: 'trellis',
  S3_ACCESS_KEY_ID: 'k',
  S3_SECRET_ACCESS_KEY: 's',
  S3_FORCE_PATH_STYLE: 'true',
};

describe('the place of an original', () => {
  const pack = usePack([ClusteringModule], { env: { PUBLIC_BASE_URL: 'http://media.test' } });
  const library = new LinkLibrary(pack);
  const link = (runId: string) => pack.module.get(LinkWinnerService).execute(runId, first);
  const dieBefore = (service: typeof StoreWinnerService | typeof FinishLinkService) =>
    jest.spyOn(pack.module.get(service as typeof StoreWinnerService), 'execute').mockRejectedValueOnce(killed);
  afterEach(() => jest.restoreAllMocks());

  it('that the former release intended is given up, and the retry stores in the private one', async () => {
    const { run } = await library.aCompletedRun();
    dieBefore(StoreWinnerService);
    await expect(link(run.id)).rejects.toBe(killed);
    const open = `photos/${run.id}/old.png`;
    await library.manager.query(`update cluster_links set intended_key = $2, intended_store = null where run_id = $1`, [
      run.id,
      open,
    ]);
    const { intendedPhotoId } = await library.linkOf(run.id);
    await link(run.id);
    const [photo, ...more] = await library.photosOf(run.id);
    expect([more, photo?.id === intendedPhotoId]).toEqual([[], false]);
    expect(photo?.key).toMatch(`originals/${photo?.id}/`);
    const tombstones = await library.manager.query('select store, reason from object_tombstones where key = $1', [
      open,
    ]);
    expect(tombstones).toEqual([{ store: 'public', reason: 'link_abandoned' }]);
  });

  it('of a file without facts is recorded before it is stored, and the same for two attempts at once', async () => {
    const { run } = await library.aCompletedRun({ registered: false });
    dieBefore(FinishLinkService);
    await expect(link(run.id)).rejects.toBe(killed);
    const { intendedPhotoId, intendedStore, intendedKey } = await library.linkOf(run.id);
    expect([intendedStore, intendedKey]).toEqual(['private', expect.stringMatching(`^originals/${intendedPhotoId}/`)]);
    await Promise.all([link(run.id), link(run.id)]);
    const photos = await library.photosOf(run.id);
    expect(photos).toHaveLength(1);
    const known = await library.manager.query<{ key: string }[]>(
      `select key from photo_objects union select key from object_tombstones`,
    );
    expect(known.map(({ key }) => key)).toEqual(expect.arrayContaining([photos[0]?.key, intendedKey]));
  });
});

describe('the place of an original in a public bucket', () => {
  const pack = usePack([ClusteringModule], { env: { ...S3, PUBLIC_BASE_URL: 'http://media.test' } });
  const library = new LinkLibrary(pack);
  const link = (runId: string) => pack.module.get(LinkWinnerService).execute(runId, first);

  it('has 128 random bits, which a retry keeps', async () => {
    const { run } = await library.aCompletedRun();
    await expect(link(run.id)).rejects.toMatchObject({ code: 'storage_unavailable' });
    const { intendedPhotoId, intendedStore, intendedKey } = await library.linkOf(run.id);
    expect([intendedStore, intendedKey]).toEqual([
      'public',
      expect.stringMatching(`^originals/${intendedPhotoId}/[0-9a-f]{32}$`),
    ]);
    await expect(link(run.id)).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(await library.linkOf(run.id)).toMatchObject({ intendedPhotoId, intendedStore, intendedKey, attempts: 2 });
  });
});
