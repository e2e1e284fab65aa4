import pg from 'pg';
import { seedLibrary, type BenchPostgres, type Rows } from '../support.ts';
import { benchGrid } from './grid.ts';
import { benchBack, benchHeap } from './lists.ts';
import { Pages } from './pages.ts';
import { benchVotes } from './votes.ts';

const COMPARED = 40;
const CANDIDATES = 1_000;
const PHOTOS = 100_000;
const RUNS = 60;

/** Photos as rows: their pictures are not looked at. */
const SEED_PHOTOS = `
  set session_replication_role = replica;
  insert into photos (id, persona_id, path, created_at, readiness, alt_text)
    select gen_random_uuid(), $persona, '/srv/photo ' || n || '.png', now() - n * interval '1 second', 'ready', 'photo ' || n
    from generate_series(1, ${PHOTOS}) n;
  insert into photo_objects (photo_id, kind, store, key, content_type, byte_size, sha256, width, height)
    select id, 'original', 'private', 'originals/' || id, 'image/png', 1, repeat('0', 64), 1024, 1024 from photos;
  set session_replication_role = origin;`;

/** What a person waits for in the pages of the admin. */
export async function admin(postgres: BenchPostgres): Promise<Rows> {
  const url = await postgres.database();
  const sql = new pg.Pool({ connectionString: url, max: 1 });
  const { personaId, pipelineId, stepId } = await seedLibrary(sql);
  await sql.query(SEED_PHOTOS.replaceAll('$persona', `'${personaId}'::uuid`));
  await sql.end();
  const pages = await Pages.start(url);
  try {
    const run = async (name: string) => (await pages.api<{ id: string }>('POST', '/runs', { pipelineId, name })).id;
    const compared = await run('compared');
    await pages.candidates(compared, stepId, COMPARED);
    await pages.render(compared);
    await pages.rest();
    const votes = await benchVotes(pages, compared);
    const many = await run('many');
    await pages.candidates(many, stepId, CANDIDATES, 640);
    await pages.rest();
    for (let n = 1; n <= RUNS; n += 1) await run(`row ${n}`);
    const grid = await benchGrid(pages, many);
    return [...votes, ...grid, ...(await benchBack(pages)), ...(await benchHeap(pages, PHOTOS))];
  } finally {
    await pages.stop();
  }
}
