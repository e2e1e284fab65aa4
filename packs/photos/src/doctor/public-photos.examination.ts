import { createHash } from 'node:crypto';
import { Database } from '@trellis/database';
import { TrellisConfig } from '@trellis/config';
import { EGRESS_LIMITS, Egress, EgressError, EgressSettings } from '@trellis/egress';
import { finding, type Examination, type ExaminationContext, type Finding } from '@trellis/manifest';
import { ObjectStores, anonymousUrls, type ObjectPlace } from '@trellis/storage';

const SAMPLE = `
  select photo_id as id, key, content_type as type, byte_size as size, sha256 from photo_objects where kind <> 'original'
  order by random() limit 10`;
const ORIGINALS = `
  select photo_id as id, store, key from photo_objects where kind = 'original' and store = 'private' order by random() limit 10`;
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
  meaning: 'The public URL of a rendition, fetched without a key, does not return its type, size and bytes.',
  cure: 'make the bucket publicly readable, and check PUBLIC_BASE_URL',
};

const READABLE = {
  code: 'original_readable',
  meaning: 'The private original of the photo can be fetched without a key.',
  cure: 'take public access away from the bucket of S3_PRIVATE_BUCKET, or from the folder `originals` of the data directory',
};

/** Fetches a sample of renditions without a key, as the platform's crawler does; and tries to fetch private originals. */
export const publicPhotosExamination: Examination = {
  needs: 'public',
  async *run({ resolve }: ExaminationContext): AsyncIterable<Finding> {
    const database = resolve(Database);
    const [stores, config] = [resolve(ObjectStores), resolve(TrellisConfig)];
    const allowed = config.of(EgressSettings).EGRESS_ALLOW;
    const egressTo = (configured: string[]) => new Egress({ configured, allowed }, LIMITS);
    const rows = await database.query<Row[]>(SAMPLE);
    const egress = egressTo(rows.map(({ key }) => stores.publicUrl(key)));
    const reachable = await Promise.all(rows.map((row) => isPublic(egress, stores.publicUrl(row.key), row)));
    const ids = rows.filter((_, i) => !reachable[i]).map(({ id }) => id);
    if (ids.length > 0) yield finding(UNREACHABLE, [...new Set(ids)]);
    const originals = await database.query<({ id: string } & ObjectPlace)[]>(ORIGINALS);
    const urls = originals.map(({ key }) => anonymousUrls(config, key));
    const outside = egressTo(urls.flat());
    const open = await Promise.all(urls.map((of) => Promise.all(of.map((url) => answers(outside, url)))));
    const readable = originals.filter((_, i) => open[i]?.includes(true)).map(({ id }) => id);
    if (readable.length > 0) yield finding(READABLE, readable);
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

/** Whether the object is given to anyone. */
async function answers(egress: Egress, url: string): Promise<boolean> {
  try {
    const answer = await egress.fetch(url);
    await answer.body?.cancel();
    return answer.ok;
  } catch (error) {
    if (error instanceof EgressError) return false;
    throw error;
  }
}
