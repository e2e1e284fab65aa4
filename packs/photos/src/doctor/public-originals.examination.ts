import { TrellisConfig } from '@trellis/config';
import { Database } from '@trellis/database';
import { finding, type Examination, type ExaminationContext, type Finding } from '@trellis/manifest';
import { ObjectStores } from '@trellis/storage';
import { MoveOriginalsService } from '../originals/move-originals.service.ts';

const PUBLIC = {
  code: 'original_public',
  meaning: 'The original of the photo can be read by anyone who has its URL, with everything that its file says.',
  cure: 'trellis originals move, and `trellis gc` seven days later',
};

const NO_BUCKET = {
  code: 'originals_in_public_bucket',
  meaning: 'Originals are in the public bucket, under keys that cannot be guessed. A right to list it would show them.',
  cure: 'set S3_PRIVATE_BUCKET to a bucket without public access, then trellis originals move',
};

/** Finds originals that are not as private as this configuration allows. */
export const publicOriginalsExamination: Examination = {
  needs: 'database',
  async *run({ resolve, interruption }: ExaminationContext): AsyncIterable<Finding> {
    const ids: string[] = [];
    for await (const { id } of resolve(MoveOriginalsService).outdated()) {
      if (interruption.requested) return;
      ids.push(id);
    }
    if (ids.length > 0) yield finding(PUBLIC, ids);
    const { privateObjects } = resolve(ObjectStores);
    if (!privateObjects && (await hasPhotos(resolve(Database))))
      yield finding(NO_BUCKET, [resolve(TrellisConfig).S3_BUCKET as string]);
  },
};

const hasPhotos = async (database: Database): Promise<boolean> =>
  (await database.query<unknown[]>('select 1 from photos limit 1')).length > 0;
