import { useApp } from '../support/use-app.spec-support.ts';

interface Plan {
  'Node Type': string;
  'Index Name'?: string;
  'Actual Rows': number;
  Plans?: Plan[];
}

/** A library in which the wanted rows are rare and old. */
const SEED = `
  insert into personas (id, name) values ('00000000-0000-7000-8000-000000000001', 'p');
  insert into clusters (id, persona_id, name)
    values ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', 'c'),
      ('00000000-0000-7000-8000-000000000004', '00000000-0000-7000-8000-000000000001', 'rare');
  insert into pipelines (id, name) values ('00000000-0000-7000-8000-000000000003', 'p');
  insert into pipeline_runs (id, pipeline_id, persona_id, cluster_id, name, target_folder, status, completed_at, created_at)
    select gen_random_uuid(), '00000000-0000-7000-8000-000000000003', '00000000-0000-7000-8000-000000000001',
      (array[null, '00000000-0000-7000-8000-000000000004', '00000000-0000-7000-8000-000000000002']::uuid[])[least(n % 400, 2) + 1], 'r', '/x', 'completed', now(),
      now() - n * interval '1 second' from generate_series(1, 40000) n;
  set session_replication_role = replica;
  insert into photos (id, persona_id, cluster_id, path, posted_at, created_at, starred, readiness, held_by)
    select gen_random_uuid(), '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002', '/x',
      case when n % 400 = 0 then now() end, now() - n * interval '1 second', n % 401 = 0,
      case when n % 402 = 0 then 'ready' else 'preparing' end, case when n % 403 = 0 then gen_random_uuid() end
    from generate_series(1, 40000) n;
  insert into photo_tags (photo_id, tag_key, tag, persona_id, photo_created_at)
    select id, case when starred then 'rare' else 'usual' end, 'x', persona_id, created_at from photos;
  insert into photo_objects (photo_id, kind, key, content_type, byte_size, sha256, width, height)
    select id, 'original', 'photos/' || id, 'image/png', 1, repeat('a', 64), 1, 1 from photos;
  delete from cluster_links;
  insert into cluster_links (run_id, cluster_id, state, reason, created_at)
    select id, cluster_id, case when right(id::text, 2) = '00' then 'failed' else 'skipped' end,
      case when right(id::text, 2) = '00' then 'image_missing' else 'no_winner' end, created_at from pipeline_runs;
  set session_replication_role = origin;
  analyze`;

describe('the plans of filtered lists', () => {
  const app = useApp({ works: false });
  beforeAll(() => app.dataSource.query(SEED), 60_000);

  /** The nodes of the plan of the statement with which the list asks for its rows. */
  async function planOf(path: string, table: string): Promise<Plan[]> {
    const statements: [string, unknown[]][] = [];
    const { pool } = app;
    const watching = {
      logQuery: (sql: string, parameters: unknown[] = []) => statements.push([sql, parameters]),
      logQueryError: () => 0,
      logQuerySlow: () => 0,
      logSchemaBuild: () => 0,
      logMigration: () => 0,
      log: () => 0,
    };
    const { logger } = pool;
    Object.assign(pool, { logger: watching });
    const answer = await app.call('get', path);
    Object.assign(pool, { logger });
    expect([answer.status, answer.body.items.length]).toEqual([200, 50]);
    const [sql, parameters] = statements.find(([text]) =>
      new RegExp(`from ${table} \\w .* limit `, 's').test(text),
    ) ?? ['', []];
    const [row] = await app.dataSource.query<[{ 'QUERY PLAN': [{ Plan: Plan }] }]>(
      `explain (analyze, format json) ${sql}`,
      parameters,
    );
    const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)];
    return flat(row['QUERY PLAN'][0].Plan);
  }

  it.each([
    ['/photos?posted=true', 'photos', 'ix_photos_posted'],
    ['/photos?posted=true&personaId=00000000-0000-7000-8000-000000000001', 'photos', 'ix_photos_persona_posted'],
    ['/photos?posted=true&clusterId=00000000-0000-7000-8000-000000000002', 'photos', 'ix_photos_cluster_posted'],
    ['/photos?starred=true', 'photos', 'ix_photos_starred'],
    ['/photos?use=held', 'photos', 'ix_photos_held'],
    ['/photos?use=free', 'photos', 'ix_photos_free'],
    ['/photos?readiness=ready', 'photos', 'ix_photos_readiness'],
    ['/photos?order=unposted-first', 'photos', 'ix_photos_unposted_first'],
    ['/photos?tag=rare', 'photos', 'ix_photo_tags_key'],
    ['/photos?tag=usual', 'photos', 'ix_photo_tags_key'],
    ['/runs?clusterId=none', 'pipeline_runs', 'ix_pipeline_runs_unclustered'],
    ['/clusters/00000000-0000-7000-8000-000000000004/runs', 'pipeline_runs', 'ix_pipeline_runs_cluster'],
    ['/links?state=failed', 'cluster_links', 'ix_cluster_links_state_created'],
    ['/photos', 'photos', 'ix_photos_created'],
    ['/runs', 'pipeline_runs', 'ix_pipeline_runs_created'],
  ])('%s reads the rows of its page and no others, in their order', async (path, table, index) => {
    const nodes = await planOf(path, table);
    expect(nodes.map((node) => node['Index Name']).find(Boolean)).toBe(index);
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort');
    expect(Math.max(...nodes.map((node) => node['Actual Rows']))).toBeLessThanOrEqual(51);
  });
});
