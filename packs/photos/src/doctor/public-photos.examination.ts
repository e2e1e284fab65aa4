import { createHash } from 'node:crypto';
import { Database } from '@trellis/database';
import { TrellisConfig } from '@trellis/config';
import { EGRESS_LIMITS, Egress, EgressError, EgressSettings } from '@trellis/egress';
import { finding, type Examination, type ExaminationContext, type Finding } from '@trellis/manifest';
import { ObjectStorage } from '@trellis/storage';

const SAMPLE = `
  select photo_id as id, key, content_type as type, byte_size as size, sha256 from photo_objects order by random() limit 10`;
const LIMITS = { ...EGRESS_LIMITS, wholeMs: 10_000 };

interface Row {
  id: string;
  key: string;
  type: string;
  size: number;
  sha256: string;
}

const UNREACHABLE = {
  code: 'photo_not_public',
  meaning: 'The public URL of the photo, fetched without a key, does not return its type, size and bytes.',
  cure: 'make the bucket publicly readable, and check PUBLIC_BASE_URL',
};

/** Fetches a sample of photos without a key, as the platform's crawler does. */
export const publicPhotosExamination: Examination = {
  needs: 'public',
  async *run({ resolve }: ExaminationContext): AsyncIterable<Finding> {
    const rows = await resolve(Database).query<Row[]>(SAMPLE);
    const storage = resolve(ObjectStorage);
    const egress = new Egress(
      {
        configured: rows.map(({ key }) => storage.publicUrl(key)),
        allowed: resolve(TrellisConfig).of(EgressSettings).EGRESS_ALLOW,
      },
      LIMITS,
    );
    const reachable = await Promise.all(rows.map((row) => isPublic(egress, storage.publicUrl(row.key), row)));
    const ids = rows.filter((_, i) => !reachable[i]).map(({ id }) => id);
    if (ids.length > 0) yield finding(UNREACHABLE, ids);
  },
};

async function isPublic(egress: Egress, url: string, { type, size, sha256 }: Row): Promise<boolean> {
  try {
    const answer = await egress.fetch(url);
    const bytes = await egress.bytes(answer, size);
    const same = bytes.length === size && createHash('sha256').update(bytes).digest('hex') === sha256;
    return answer.ok && answer.headers.get('content-type') === type && same;
  } catch (error) {
    if (error instanceof EgressError) return false;
    throw error;
  }
}
