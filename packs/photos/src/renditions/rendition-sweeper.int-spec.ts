import { newId } from '@trellis/kernel';
import { PersonasModule } from '@trellis/personas';
import { ClustersStandIn, ImageCandidatesStandIn } from '@trellis/testing';
import { usePack } from '@trellis/testing/jest';
import { PhotosModule } from '../photos.module.ts';
import { PhotosService } from '../photos.service.ts';
import { noKeyReservations } from '../testing.ts';
import { RenditionSweeper } from './rendition-sweeper.ts';
import { drawing, storedPhoto } from './stored-photo.spec-support.ts';

const LETTER = `
  insert into pgboss.job (name, data, policy, source_name, output)
  values ('events.dead', jsonb_build_object('name', 'photos.rendition-due', 'event', jsonb_build_object('eventId', $1::text, 'photoId', $2::text)),
    'standard', 'photos.make-renditions', '{}')`;

describe('the sweeper of renditions', () => {
  const pack = usePack([PersonasModule, PhotosModule], {
    standIns: [ClustersStandIn, ImageCandidatesStandIn],
    providers: [noKeyReservations],
  });
  const sweep = () => pack.module.get(RenditionSweeper).sweep();
  const state = async (id: string) => (await pack.module.get(PhotosService).get(id)).readiness.state;

  /** As if the photo had waited for six minutes. */
  async function age(id: string): Promise<void> {
    await pack.dataSource.query('alter table photos disable trigger tr_photos_touch');
    await pack.dataSource.query(`update photos set updated_at = now() - interval '6 minutes' where id = $1`, [id]);
    await pack.dataSource.query('alter table photos enable trigger tr_photos_touch');
  }

  it('prepares what no event reached, after five minutes', async () => {
    const [old, young] = [
      await storedPhoto(pack, await drawing(400, 400)),
      await storedPhoto(pack, await drawing(400, 400)),
    ];
    await age(old);
    await sweep();
    expect([await state(old), await state(young)]).toEqual(['ready', 'preparing']);
  });

  it('deletes dead letters of photos that were prepared or deleted, and keeps the others', async () => {
    const [prepared, waiting] = [
      await storedPhoto(pack, await drawing(400, 400)),
      await storedPhoto(pack, await drawing(400, 400)),
    ];
    await age(prepared);
    for (const id of [prepared, waiting, newId()]) await pack.dataSource.query(LETTER, [newId(), id]);
    await sweep();
    const left = await pack.dataSource.query<{ id: string }[]>(
      `select data->'event'->>'photoId' as id from pgboss.job where name = 'events.dead' and state = 'created'`,
    );
    expect(left).toEqual([{ id: waiting }]);
  });
});
