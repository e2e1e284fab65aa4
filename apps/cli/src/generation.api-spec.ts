import { randomUUID } from 'node:crypto';
import { FakeComfy } from '@trellis/testing';
import { useCommandLibrary } from './library.spec-support.ts';

interface Checked {
  servers: { name: string; ok: boolean; version: string | null; problems: { code: string }[] }[];
  faults: number;
}
interface Listed {
  jobs: { id: string; state: string; reason: string | null; detail: string | null }[];
  count: number;
}
interface Findings {
  findings: { code: string; ids: string[] }[];
}

describe('the commands of generation', () => {
  const library = useCommandLibrary();
  let fake: FakeComfy;
  let runId: string;
  const failed = randomUUID();

  beforeAll(async () => {
    fake = await FakeComfy.start();
    await library.sql.query(
      `insert into comfy_servers (id, name, base_url) values ($1, 'workshop', $2), ($3, 'attic', 'http://127.0.0.1:1')`,
      [randomUUID(), fake.url, randomUUID()],
    );
    const run = `insert into pipeline_runs (id, pipeline_id, name, target_folder) select $1, id, 'study', '/x' from pipelines`;
    runId = randomUUID();
    await library.sql.query(run, [runId]);
    for (const id of [failed, randomUUID()])
      await library.sql.query(
        `insert into generation_jobs (id, run_id, step_id, kept_values, created_by)
         select $1, $2, id, '{}', 'test' from pipeline_steps`,
        [id, runId],
      );
    await library.sql.query(
      `update generation_jobs set state = 'failed', reason = 'no_image', ended_at = now() where id = $1`,
      [failed],
    );
    await library.sql.query(
      `insert into run_generations (run_id, max_children, state, blocked_reason, blocked_at)
      values ($1, 3, 'blocked', 'refused', now())`,
      [runId],
    );
  });
  afterAll(() => fake.stop());

  it('servers check says of each whether it is fit, and fails when one is not', async () => {
    const { code, result } = await library.json<Checked>('servers', 'check');
    expect([code, result.faults]).toEqual([1, 1]);
    const byName = new Map(result.servers.map((server) => [server.name, server]));
    expect(byName.get('workshop')).toMatchObject({ ok: true, version: '0.33.0', problems: [] });
    expect(byName.get('attic')).toMatchObject({ ok: false, problems: [{ code: 'no_answer' }] });
    const { stdout } = await library.run('servers', 'check');
    expect(stdout).toContain('workshop  0.33.0  ok');
  });

  it('jobs lists what was not made, and why', async () => {
    const { code, result } = await library.json<Listed>('jobs', '--state', 'failed', '--run', runId);
    expect([code, result.count]).toEqual([0, 1]);
    expect(result.jobs).toMatchObject([{ id: failed, state: 'failed', reason: 'no_image' }]);
    expect((await library.json<Listed>('jobs')).result.count).toBe(2);
    expect((await library.run('jobs', '--run', 'x')).code).toBe(2);
    expect((await library.run('jobs', '--state', 'odd')).code).toBe(2);
  });

  it('doctor names servers that are away, nodes that are missing, and runs that are blocked', async () => {
    await library.sql.query(`update pipeline_steps set workflow_template = '{"1": {"class_type": "NotThere"}}'`);
    const { result } = await library.json<Findings>('doctor');
    const codes = result.findings.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['server_away', 'server_lacks_nodes', 'generation_blocked']));
    expect(result.findings.find(({ code }) => code === 'server_away')?.ids).toEqual(['attic']);
    expect(codes).not.toContain('stray_prompt');
  });
});
