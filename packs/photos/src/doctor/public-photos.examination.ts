import { createHash } from 'node:crypto';
import { Database } from '@trellis/database';
import { finding, type Examination, type ExaminationContext, type Finding } from '@trellis/manifest';
import { ObjectStorage } from '@trellis/storage';

const SAMPLE = `
  select photo_id as id, key, content_type as type, byte_size as size, sha256 from photo_objects order by random() limit 10`;
const PATIENCE_MS = 10_000;

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
    const reachable = await Promise.all(rows.map((row) => isPublic(storage.publicUrl(row.key), row)));
    const ids = rows.filter((_, i) => !reachable[i]).map(({ id }) => id);
    if (ids.length > 0) yield finding(UNREACHABLE, ids);
  },
};

async function isPublic(url: string, { type, size, sha256 }: Row): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => undefined);
  if (!answer?.ok || answer.headers.get('content-type') !== type) return false;
  const bytes = await answer.bytes().catch(() => Buffer.alloc(0));
  return bytes.length === size && createHash('sha256').update(bytes).digest('hex') === sha256;
}
