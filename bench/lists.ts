import { ApiKeys } from '@trellis/access';
import { percentile, seedLibrary, startApplication, type BenchPostgres, type Library, type Rows } from './support.ts';

const REQUESTS = 300;
const sizes = { small: { clusters: 10, photos: 1_000 }, large: { clusters: 2_000, photos: 200_000 } };

/** p95 of list requests in a large library compared with a small one. */
export async function lists(postgres: BenchPostgres): Promise<Rows> {
  const small = await library(postgres, sizes.small);
  const large = await library(postgres, sizes.large);
  const rows: Rows = [];
  const lists: [string, (seed: Library) => string][] = [
    ['GET /personas/:id/clusters', ({ personaId }) => `/personas/${personaId}/clusters`],
    ['GET /photos', () => '/photos'],
    ['GET /photos?clusterId=', ({ clusterIds }) => `/photos?clusterId=${clusterIds[3]}`],
  ];
  for (const [name, pathOf] of lists) {
    const times: Record<'small' | 'large', number[]> = { small: [], large: [] };
    for (let i = 0; i < REQUESTS; i += 1) {
      times.small.push(await small.time(pathOf(small.seed)));
      times.large.push(await large.time(pathOf(large.seed)));
    }
    const [ours, theirs] = [percentile(times.large, 95), percentile(times.small, 95)];
    rows.push([
      `${name}, p95`,
      `${ours.toFixed(1)} ms / ${theirs.toFixed(1)} ms`,
      (ours / theirs).toFixed(2),
      'at most 1.5',
    ]);
  }
  await small.close();
  await large.close();
  return rows;
}

async function library(postgres: BenchPostgres, { clusters, photos }: { clusters: number; photos: number }) {
  const running = await startApplication(await postgres.database());
  const seed = await seedLibrary(running.sql, clusters);
  await running.sql.query(
    `with added as (
       insert into photos (id, persona_id, cluster_id, path, created_at)
       select gen_random_uuid(), $1, ($2::uuid[])[1 + n % $3], '/x', now() - n * interval '1 second' from generate_series(1, $4) n returning id)
     insert into photo_objects (photo_id, kind, key, content_type, byte_size, sha256, width, height)
     select id, 'original', 'photos/' || id, 'image/png', 1, repeat('0', 64), 1, 1 from added`,
    [seed.personaId, seed.clusterIds, clusters, photos],
  );
  await running.sql.query('analyze');
  const { key } = await running.app.get(ApiKeys).create({ name: 'bench', role: 'viewer' }, 'bench');
  await running.app.listen(0, '127.0.0.1');
  const base = `${await running.app.getUrl()}/api/v1`;
  const time = async (path: string) => {
    const from = performance.now();
    const answer = await fetch(base + path, { headers: { authorization: `Bearer ${key}` } });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return performance.now() - from;
  };
  for (let i = 0; i < 50; i += 1) await time('/photos');
  return { seed, time, close: () => running.close() };
}
