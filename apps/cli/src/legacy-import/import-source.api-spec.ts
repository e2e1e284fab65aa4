import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { aPng, freshDatabase, untilDeadline, type FreshDatabase } from '@trellis/testing';
import { useCommandLibraryPerTest } from '../library.spec-support.ts';
import { legacyTables, type Imported } from './legacy-export.spec-support.ts';

/** The columns of the earlier system: bigint ids, times without a zone, a status as a number. */
const COLUMNS: Record<string, string> = {
  personas: 'id bigint, name text, caption_config jsonb, hashtag_strategy jsonb',
  content_pillars:
    'id bigint, persona_id bigint, name text, weight numeric(5,2), active bool, priority int, start_date date',
  clusters: 'id bigint, persona_id bigint, name text, status text',
  pillar_cluster_assignments: 'id bigint, pillar_id bigint, cluster_id bigint, "primary" bool',
  pipelines: 'id bigint, name text',
  pipeline_steps: 'id bigint, pipeline_id bigint, name text, "order" int, comfy_workflow_json text',
  pipeline_runs: `id bigint, pipeline_id bigint, name text, status text, variables json, target_folder text, cluster_id bigint,
    persona_id bigint, created_at timestamp, updated_at timestamp`,
  pipeline_run_steps: `id bigint, pipeline_run_id bigint, pipeline_step_id bigint, approved bool, top_k_count int,
    created_at timestamp, updated_at timestamp`,
  image_candidates: `id bigint, pipeline_run_id bigint, pipeline_step_id bigint, parent_id bigint, image_path text, winner bool,
    elo_score int, status text, created_at timestamp, updated_at timestamp`,
  votes: 'id bigint, winner_id bigint, loser_id bigint, created_at timestamp',
  photos: `id bigint, persona_id bigint, cluster_id bigint, image_candidate_id bigint, path text, posted_at timestamptz, provider text`,
};

describe('trellis import legacy', () => {
  const library = useCommandLibraryPerTest();
  let earlier: FreshDatabase;
  let images: string;

  beforeEach(async () => {
    images = join(library.dataDir, 'candidates');
    for (const file of ['a/one.png', 'b/two.png']) {
      await mkdir(join(images, file, '..'), { recursive: true });
      await writeFile(join(images, file), await aPng());
    }
    earlier = await freshDatabase({ empty: true });
    const client = new Client({ connectionString: earlier.url });
    await client.connect();
    for (const [table, rows] of Object.entries(legacyTables)) {
      await client.query(`create table ${table} (${COLUMNS[table]})`);
      const insert = `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`;
      await client.query(insert, [JSON.stringify(rows)]);
    }
    await client.end();
  });
  afterEach(async () => {
    await earlier.drop();
  });

  const folder = async (tables: Record<string, object[]>) => {
    const path = join(library.dataDir, 'export');
    await mkdir(path);
    for (const [table, rows] of Object.entries(tables))
      await writeFile(join(path, `${table}.json`), JSON.stringify(rows));
    return path;
  };
  const runs = 'select count(*)::int as n from pipeline_runs';

  it('imports the same from a database as from its export', async () => {
    const from = await folder(legacyTables);
    const rehearsal = await library.json<Imported>('import', 'legacy', '--from', from, '--images', images, '--dry-run');
    const imported = await library.json<Imported>('import', 'legacy', '--from', earlier.url, '--images', images);
    expect(imported).toEqual({ code: 1, result: { ...rehearsal.result, dryRun: false } });
    expect(
      await library.one(`select completed_at, target_folder, variables from pipeline_runs where legacy_id = '1'`),
    ).toEqual({ completed_at: new Date('2025-11-02T10:00:00Z'), target_folder: 'x', variables: { prompt: 'p' } });
    expect(
      await library.one(`select start_date::text, weight::float from content_pillars where legacy_id = '1'`),
    ).toEqual({ start_date: '2025-11-01', weight: 60 });
    const again = await library.json<Imported>('import', 'legacy', '--from', earlier.url, '--images', images);
    expect(Object.values(again.result.tables).map(({ created }) => created)).toEqual(
      Object.values(again.result.tables).map(() => 0),
    );
  }, 60_000);

  it('mends a JSON column of the database that holds what cannot be stored', async () => {
    const client = new Client({ connectionString: earlier.url });
    await client.connect();
    await client.query(`update pipeline_runs set variables = '{"note": "a\\u0000b \\ud83d"}' where id = 1`);
    await client.end();
    const { result } = await library.json<Imported>('import', 'legacy', '--from', earlier.url);
    expect(result.dropped.runs).toBe(0);
    expect(await library.one(`select variables from pipeline_runs where legacy_id = '1'`)).toEqual({
      variables: { note: 'ab \ufffd' },
    });
  }, 60_000);

  it('rolls everything back when it is interrupted, and can be run again', async () => {
    const [first] = legacyTables['pipeline_runs'] as [object];
    const many = Array.from({ length: 5_000 }, (_, i) => ({ ...first, id: i + 1 }));
    const from = await folder({ ...legacyTables, pipeline_runs: many });
    const { child, answer } = library.start('import', 'legacy', '--from', from);
    const inserting = `select 1 as yes from pg_stat_activity where datname = current_database() and query like 'insert into pipeline_runs%'`;
    await untilDeadline('the runs to be taken', () => library.one(inserting));
    child.kill('SIGINT');
    const { code, stderr } = await answer;
    expect([code, stderr]).toEqual([1, expect.stringContaining('Stopped. Nothing was changed')]);
    expect(await library.one(runs)).toEqual({ n: 0 });
    expect((await library.json<Imported>('import', 'legacy', '--from', from)).result.dropped.runs).toBe(0);
    expect(await library.one(runs)).toEqual({ n: 5_000 });
  }, 90_000);

  it('reports an unreachable earlier database', async () => {
    const away = await library.run('import', 'legacy', '--from', 'postgres://127.0.0.1:1/earlier');
    expect(away).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('The database of --from cannot be used'),
    });
  }, 30_000);
});
