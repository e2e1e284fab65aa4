import { createHash, randomBytes } from 'node:crypto';
import { link as hardLink, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import sharp from 'sharp';
import { newId } from '@trellis/kernel';
import { resident, startWorker } from './memory.ts';
import { seedLibrary, type BenchPostgres, type Rows, type Sql } from './support.ts';

const PICTURES = 200;
const WARM_UP = 10;
/** Of noise: nothing is smaller as a PNG. */
const SIDE = 2_600;

/** How far a worker's resident memory rises above its idle level while it renders pictures of 20 MB. Linux only. */
export async function renderMemory(postgres: BenchPostgres): Promise<Rows> {
  const url = await postgres.database();
  const dataDir = await mkdtemp(join(tmpdir(), 'trellis-bench-render-'));
  const sql = new pg.Pool({ connectionString: url, max: 2 });
  const server = startWorker(url, dataDir);
  try {
    const picture = join(dataDir, 'picture.png');
    const raw = { width: SIDE, height: SIDE, channels: 3 } as const;
    await writeFile(
      picture,
      await sharp(randomBytes(SIDE * SIDE * 3), { raw })
        .png()
        .toBuffer(),
    );
    const { personaId } = await seedLibrary(sql, 1);
    const work = async (count: number) => {
      await seed(sql, { personaId, picture, dataDir, count });
      await rendered(sql);
    };
    await work(WARM_UP);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const idle = await resident(server.pid, 'VmRSS');
    await writeFile(`/proc/${server.pid}/clear_refs`, '5');
    await work(PICTURES);
    const peak = await resident(server.pid, 'VmHWM');
    const what = `${peak.toFixed(0)} MB / ${idle.toFixed(0)} MB idle`;
    return [['peak RSS while rendering 200 × 20 MB', what, `+${(peak - idle).toFixed(0)} MB`, 'at most +250 MB']];
  } finally {
    server.kill();
    await sql.end();
    await rm(dataDir, { recursive: true, force: true });
  }
}

interface Seed {
  personaId: string;
  picture: string;
  dataDir: string;
  count: number;
}

/** Photos whose renditions are due, all with the same bytes under their own keys. */
async function seed(sql: Sql, { personaId, picture, dataDir, count }: Seed): Promise<void> {
  const bytes = await readFile(picture);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const photos = Array.from({ length: count }, newId).map((id) => ({ id, key: `originals/${id}/${sha256}.png` }));
  for (const { key } of photos) {
    const file = join(dataDir, 'originals', 'objects', key);
    await mkdir(dirname(file), { recursive: true });
    await hardLink(picture, file);
  }
  await sql.query(
    `with given as (select * from jsonb_to_recordset($1::jsonb) as g (id uuid, key text)),
     photo as (insert into photos (id, persona_id, path) select id, $2, '/srv/picture.png' from given),
     object as (
       insert into photo_objects (photo_id, kind, store, key, content_type, byte_size, sha256, width, height)
       select id, 'original', 'private', key, 'image/png', $3, $4, ${SIDE}, ${SIDE} from given)
     insert into pgboss.job (name, data, retry_limit, dead_letter, policy)
     select 'photos.make-renditions', jsonb_build_object('name', 'photos.rendition-due', 'event',
       jsonb_build_object('eventId', id, 'occurredAt', now(), 'photoId', id, 'version', 1)), 9, 'events.dead', 'standard' from given`,
    [JSON.stringify(photos), personaId, bytes.length, sha256],
  );
}

async function rendered(sql: Sql): Promise<void> {
  for (;;) {
    const { rows } = await sql.query<{ n: number; failed: number }>(
      `select count(*) filter (where readiness = 'preparing')::int as n,
         count(*) filter (where readiness not in ('preparing', 'ready'))::int as failed from photos`,
    );
    if (rows[0]?.failed)
      throw new Error(
        JSON.stringify(
          (
            await sql.query('select readiness, readiness_reasons from photos where readiness not in ($1, $2) limit 1', [
              'preparing',
              'ready',
            ])
          ).rows,
        ),
      );
    if (rows[0]?.n === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
