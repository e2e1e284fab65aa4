import { PersonasModule } from '@trellis/personas';
import { aPersona } from '@trellis/personas/testing';
import { ClustersStandIn, ImageCandidatesStandIn } from '@trellis/testing';
import { usePack } from '@trellis/testing/jest';
import { newId } from '@trellis/kernel';
import { ObjectTombstoneEntity } from './object-tombstone.entity.ts';
import { PhotoRecords } from './photo-records.ts';
import { PhotoEntity } from './photo.entity.ts';
import { PhotosModule } from './photos.module.ts';
import { PhotosService } from './photos.service.ts';
import { aPhoto, noKeyReservations } from './testing.ts';

describe('photos', () => {
  const pack = usePack([PersonasModule, PhotosModule], {
    standIns: [ClustersStandIn, ImageCandidatesStandIn],
    providers: [noKeyReservations],
  });
  let records: PhotoRecords;
  let personaId: string;

  beforeAll(async () => {
    records = pack.module.get(PhotoRecords);
    personaId = (await aPersona(pack.dataSource.manager)).id;
  });

  it('leave a tombstone for seven days and an audit entry when they are deleted', async () => {
    const photo = await aPhoto(pack.dataSource.manager, { personaId });
    expect(await pack.dataSource.transaction((tx) => records.delete(tx, photo.id, 'deleted', 'test'))).toBe(true);
    expect(await pack.dataSource.transaction((tx) => records.delete(tx, photo.id, 'deleted', 'test'))).toBe(false);
    const [tombstone] = await pack.dataSource.manager.find(ObjectTombstoneEntity);
    const days = ((tombstone as ObjectTombstoneEntity).notBefore.getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.99);
    expect(days).toBeLessThan(7.01);
    const audit = await pack.dataSource.query(
      `select actor, action, data->>'reason' as reason from audit_log where subject_id = $1`,
      [photo.id],
    );
    expect(audit).toEqual([{ actor: 'test', action: 'photo.deleted', reason: 'deleted' }]);
  });

  it('cannot be deleted when they are posted', async () => {
    const photo = await aPhoto(pack.dataSource.manager, { personaId, postedAt: new Date() });
    await expect(pack.dataSource.transaction((tx) => records.delete(tx, photo.id, 'x', 'test'))).rejects.toMatchObject({
      code: 'photo_posted',
    });
    expect(await pack.dataSource.manager.existsBy(PhotoEntity, { id: photo.id })).toBe(true);
  });

  it('never exist without their object', async () => {
    const photo = { id: newId(), personaId, clusterId: null, imageCandidateId: null, path: '/x' };
    await expect(pack.dataSource.transaction((tx) => tx.insert(PhotoEntity, photo))).rejects.toMatchObject({
      driverError: { constraint: 'ck_photos_original' },
    });
  });

  it('have a posting that is recorded, replaced and deleted', async () => {
    const photos = pack.module.get(PhotosService);
    const { id } = await aPhoto(pack.dataSource.manager, { personaId });
    const posted = await photos.post(
      id,
      { postedAt: '2026-11-23T10:00:00+01:00', provider: 'instagram', providerPostId: '1' },
      'test',
    );
    expect(posted).toMatchObject({
      postedAt: new Date('2026-11-23T09:00:00Z'),
      provider: 'instagram',
      providerPostId: '1',
    });
    expect(await photos.post(id, { postedAt: '2026-11-23T11:00:00Z' }, 'test')).toMatchObject({ provider: null });
    await photos.unpost(id, 'test');
    expect(await photos.get(id)).toMatchObject({ postedAt: null, provider: null, providerPostId: null });
  });
});
