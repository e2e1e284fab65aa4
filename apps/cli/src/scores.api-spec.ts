import { DataSource } from 'typeorm';
import { postgresOptions } from '@trellis/database';
import { freshDatabase, type FreshDatabase } from '@trellis/testing';
import { trellis } from './trellis.spec-support.ts';

const LIBRARY = `
  insert into pipelines (id, name) values (gen_random_uuid(), 'still life');
  insert into pipeline_steps (id, pipeline_id, name, position, workflow_template)
    select gen_random_uuid(), id, 'Base', 1, '{}' from pipelines;
  insert into pipeline_runs (id, pipeline_id, name, target_folder) select gen_random_uuid(), id, 'run', '/x' from pipelines;
  insert into image_candidates (id, run_id, step_id, image_path, elo_score, vote_count)
    select gen_random_uuid(), r.id, s.id, '/x', 1000, 0 from pipeline_runs r, pipeline_steps s, generate_series(1, 2);
  insert into votes (id, run_id, step_id, candidate_a, candidate_b, outcome, score_a, score_b, delta_a, delta_b, actor)
    select gen_random_uuid(), run_id, step_id, min(id::text)::uuid, max(id::text)::uuid, 'a', 1000, 1000, 16, -16, 'test'
    from image_candidates group by run_id, step_id;
  update image_candidates c set vote_count = 1, elo_score = case when c.id = v.candidate_a then 1016 else 990 end from votes v`;

describe('trellis scores check', () => {
  let database: FreshDatabase;
  let vote: { run_id: string; candidate_b: string };
  beforeAll(async () => {
    database = await freshDatabase();
    const dataSource = await new DataSource(postgresOptions(database.url)).initialize();
    await dataSource.query(LIBRARY);
    [vote] = await dataSource.query('select run_id, candidate_b from votes');
    await dataSource.destroy();
  });
  afterAll(() => database.drop());

  it('finds differences from the log, fixes them on request, and finds nothing afterwards', async () => {
    const run = (...args: string[]) => trellis({ DATABASE_URL: database.url }, 'scores', 'check', ...args);
    const found = await run('--json');
    const stored = { eloScore: 990, voteCount: 1 };
    const replayed = { eloScore: 984, voteCount: 1 };
    const differences = [{ runId: vote.run_id, candidateId: vote.candidate_b, stored, replayed }];
    expect([found.code, JSON.parse(found.stdout)]).toEqual([1, { runs: 1, fixed: false, differences, stopped: false }]);
    const fixed = await run('--run', vote.run_id, '--fix');
    expect(fixed).toMatchObject({ code: 0, stdout: expect.stringContaining('990 → 984') });
    expect(await run()).toMatchObject({ code: 0, stdout: '1 runs checked, 0 candidates differ\n' });
    expect(await run('--run', 'x')).toMatchObject({ code: 2, stderr: '--run must be the id of a run.\n' });
  }, 60_000);
});
