import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, opendirSync, openSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { command } from './command.ts';
import { median, seedLibrary, type BenchPostgres, type Rows } from './support.ts';

const PHOTOS = 100_000;
const BYTES = 1_312_004;
const ROUNDS = 2;

const SEED = `
  set session_replication_role = replica;
  insert into photos (id, persona_id, cluster_id, path)
    select gen_random_uuid(), persona_id, id, '/x' from clusters, generate_series(1, ${PHOTOS});
  insert into photo_objects (photo_id, kind, key, content_type, byte_size, sha256, width, height)
    select id, 'original', 'photos/' || id || '/' || repeat('0', 64) || '.png', 'image/png', ${BYTES}, repeat('0', 64), 1, 1 from photos;
  update clusters set photos_count = ${PHOTOS};
  set session_replication_role = origin;
  analyze`;

/** `trellis doctor` over a plain loop: each row is read and its file looked at, and then every file is listed. */
export async function doctor(postgres: BenchPostgres): Promise<Rows> {
  const url = await postgres.database();
  const dataDir = mkdtempSync(join(tmpdir(), 'trellis-bench-doctor-'));
  const objects = join(dataDir, 'media', 'objects');
  const sql = new pg.Pool({ connectionString: url, max: 1 });
  await seedLibrary(sql, 1);
  await sql.query(SEED);
  const times: [number, number][] = [];
  try {
    mkdirSync(join(dataDir, 'candidates'), { recursive: true });
    for await (const key of keys(sql)) sparse(join(objects, key));
    for (let round = 0; round < ROUNDS; round += 1) {
      const plain = await plainly(sql, objects);
      times.push([await examine(url, dataDir), plain]);
    }
  } finally {
    await sql.end();
    rmSync(dataDir, { recursive: true, force: true });
  }
  const [ours, theirs] = [0, 1].map((i) => median(times.map((pair) => pair[i] as number))) as [number, number];
  const what = `${ours.toFixed(1)} s / ${theirs.toFixed(1)} s`;
  return [['doctor, 100,000 photos with their files', what, (ours / theirs).toFixed(2), 'at most 2']];
}

/** Seconds. The user of a benchmark is the owner of its database: the only finding. */
async function examine(url: string, dataDir: string): Promise<number> {
  const { seconds, output } = await command(url, dataDir, ['doctor', '--json'], 1);
  const { findings } = JSON.parse(output) as { findings: { code: string }[] };
  if (findings.some(({ code }) => code !== 'database_user_too_powerful')) throw new Error(output);
  return seconds;
}

async function* keys(sql: pg.Pool): AsyncIterable<string> {
  for (let last = '', page = ['']; page.length > 0;) {
    const { rows } = await sql.query<{ key: string }>(
      'select key from photo_objects where key > $1 order by key limit 5000',
      [last],
    );
    page = rows.map(({ key }) => key);
    yield* page;
    last = page.at(-1) ?? '';
  }
}

/** A file of that size, which takes no space. */
function sparse(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const handle = openSync(file, 'w');
  ftruncateSync(handle, BYTES);
  closeSync(handle);
}

async function plainly(sql: pg.Pool, objects: string): Promise<number> {
  const from = performance.now();
  for await (const key of keys(sql)) if (statSync(join(objects, key)).size !== BYTES) throw new Error(key);
  let files = 0;
  const folders = opendirSync(join(objects, 'photos'));
  for (let folder = folders.readSync(); folder; folder = folders.readSync()) {
    const dir = opendirSync(join(objects, 'photos', folder.name));
    while (dir.readSync()) files += 1;
    dir.closeSync();
  }
  folders.closeSync();
  if (files !== PHOTOS) throw new Error(`${files} files`);
  return (performance.now() - from) / 1000;
}
