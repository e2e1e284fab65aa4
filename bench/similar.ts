import { ApiKeys } from '@trellis/access';
import { median, seedLibrary, startApplication, type BenchPostgres, type Rows } from './support.ts';

const PHOTOS = 200_000;
const REQUESTS = 200;

/** Photos with random hashes, which is the usual case: few pictures look alike. */
const SEED = `
  set session_replication_role = replica;
  insert into photos (id, persona_id, path, created_at, picture_hash, mirror_hash)
    select gen_random_uuid(), $persona, '/srv/' || n || '.png', now() - n * interval '1 second', bits(n), bits(-n)
    from generate_series(1, ${PHOTOS}) n;
  insert into photo_objects (photo_id, kind, store, key, content_type, byte_size, sha256, width, height)
    select id, 'original', 'private', 'originals/' || id, 'image/png', 1, repeat('0', 64), 1024, 1024 from photos;
  set session_replication_role = origin;
  drop function bits; analyze`;
const BITS = `
  create function bits(n int) returns bit(63) language sql as $$ select substr(('x' || md5(n::text))::bit(128)::text, 1, 63)::bit(63) $$`;

/** The photos that look like one, among 200,000 of its persona, compared with reading it; over HTTP, in turn. */
export async function similar(postgres: BenchPostgres): Promise<Rows> {
  const running = await startApplication(await postgres.database());
  const { personaId } = await seedLibrary(running.sql, 1);
  await running.sql.query(BITS);
  await running.sql.query(SEED.replace('$persona', `'${personaId}'`));
  const { rows } = await running.sql.query<{ id: string }>('select id from photos order by id limit $1', [REQUESTS]);
  const { key } = await running.app.get(ApiKeys).create({ name: 'bench', role: 'viewer' }, 'bench');
  await running.app.listen(0, '127.0.0.1');
  const base = `${await running.app.getUrl()}/api/v1/photos`;
  const time = async (path: string) => {
    const from = performance.now();
    const answer = await fetch(`${base}/${path}`, { headers: { authorization: `Bearer ${key}` } });
    if (!answer.ok) throw new Error(await answer.text());
    await answer.text();
    return performance.now() - from;
  };
  const first = await time(`${rows[0]?.id}/similar`);
  const times: [number, number][] = [];
  for (const { id } of rows) times.push([await time(`${id}/similar`), await time(id)]);
  await running.close();
  const [ours, theirs] = [0, 1].map((i) => median(times.map((pair) => pair[i] as number))) as [number, number];
  const what = `similar photos among ${PHOTOS.toLocaleString('en')} of a persona, over reading one (the first: ${(first / 1000).toFixed(1)} s)`;
  return [[what, `${ours.toFixed(1)} / ${theirs.toFixed(1)} ms`, (ours / theirs).toFixed(2), 'under 3']];
}
