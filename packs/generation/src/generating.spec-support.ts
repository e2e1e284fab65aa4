import { setTimeout as pause } from 'node:timers/promises';
import { PersonasModule } from '@trellis/personas';
import { PipelineModule } from '@trellis/pipeline';
import { aRun, noClusterLocks } from '@trellis/pipeline/testing';
import { newId } from '@trellis/kernel';
import { ClustersStandIn, FakeComfy, untilDeadline, type FakeComfyOptions } from '@trellis/testing';
import { usePack } from '@trellis/testing/jest';
import { Pauses } from './collecting/pauses.ts';
import { GenerationDriver } from './driving/generation-driver.ts';
import { ServerTurns } from './driving/server-turns.ts';
import { GenerationModule } from './generation.module.ts';
import { ReadGenerationService } from './runs/read-generation.service.ts';
import { UnwantedJobs } from './jobs/unwanted-jobs.ts';
import { FirstServer } from './servers/first-server.ts';
import { ServerClients } from './servers/server-clients.ts';

/** A workflow that paints one colour, another for each job. */
export const stillLife = (nodes: object = {}): string =>
  JSON.stringify({
    1: { class_type: 'EmptyImage', inputs: { width: 32, height: 40, batch_size: 1, color: '{{auto_seed}}' } },
    9: { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'trellis/base' } },
    ...nodes,
  });

/** The same from the picture of a parent. */
export const variant = (): string =>
  JSON.stringify({
    1: { class_type: 'LoadImage', inputs: { image: '{{parent_image_path}}' } },
    2: {
      class_type: 'ImageScale',
      inputs: { image: ['1', 0], upscale_method: 'nearest-exact', width: '{{job_id}}', height: 40, crop: 'disabled' },
    },
    9: { class_type: 'SaveImage', inputs: { images: ['2', 0], filename_prefix: 'trellis/variant' } },
  });

export interface Job {
  id: string;
  state: string;
  reason: string | null;
  attempts: number;
  parent_id: string | null;
}

export interface Attempt {
  id: string;
  state: string;
  error_type: string | null;
  message: string | null;
  node: string | null;
}

/** The pack with servers that are fakes, and drivers that are started by the test. */
export function useGeneration() {
  const pack = usePack([PersonasModule, PipelineModule, GenerationModule], {
    standIns: [ClustersStandIn],
    providers: [noClusterLocks],
    // A second lasts fifty milliseconds.
    overrides: [[Pauses, { pause: (ms: number) => pause(ms / 20) }]],
  });
  const fakes: FakeComfy[] = [];
  const drivers: GenerationDriver[] = [];
  const sql = <T>(text: string, values: unknown[] = []) => pack.dataSource.query<T[]>(text, values);

  afterEach(async () => {
    await Promise.all(drivers.splice(0).map((driver) => driver.beforeApplicationShutdown()));
    await Promise.all(fakes.splice(0).map((fake) => fake.stop()));
    await sql('delete from pipeline_runs');
    await sql('delete from comfy_servers');
  });

  const use = {
    pack,
    sql,
    /** A fake that is entered as a server. */
    async server(options: FakeComfyOptions = {}, row: { parentImages?: string } = {}) {
      const fake = await FakeComfy.start(options);
      fakes.push(fake);
      const id = newId();
      const values = [id, `server ${fakes.length}`, fake.url, row.parentImages ?? 'upload'];
      await sql('insert into comfy_servers (id, name, base_url, parent_images) values ($1, $2, $3, $4)', values);
      return { fake, id };
    },
    /** A run that generates, of a pipeline with these templates. */
    async run(most: number, ...templates: string[]) {
      const pipelineId = newId();
      await sql('insert into pipelines (id, name) values ($1, $2)', [pipelineId, `pipeline ${pipelineId}`]);
      const steps: string[] = [];
      for (const [i, template] of (templates.length > 0 ? templates : [stillLife()]).entries()) {
        const id = newId();
        steps.push(id);
        await sql(
          `insert into pipeline_steps (id, pipeline_id, name, position, workflow_template, needs_parent_image_path)
           values ($1, $2, $3, $4, $5, $6)`,
          [id, pipelineId, `step ${i + 1}`, i + 1, template, template.includes('parent_image_path')],
        );
      }
      const { id } = await aRun(pack.dataSource.manager, { pipelineId });
      await sql('insert into run_generations (run_id, max_children) values ($1, $2)', [id, most]);
      return { id, steps };
    },
    /** A worker of its own, that is started. */
    async driver(): Promise<GenerationDriver> {
      const { module } = pack;
      const parts = [module.get(FirstServer), module.get(ServerClients)] as const;
      const driver = new GenerationDriver(...parts, module.get(ServerTurns), module.get(UnwantedJobs));
      drivers.push(driver);
      await driver.start();
      return driver;
    },
    jobs: (runId: string) => sql<Job>('select * from generation_jobs where run_id = $1 order by number', [runId]),
    attempts: (runId: string) =>
      sql<Attempt>(
        `select a.* from generation_attempts a join generation_jobs j on j.id = a.job_id where j.run_id = $1
         order by a.created_at`,
        [runId],
      ),
    candidates: (runId: string) =>
      sql<{ id: string; image_path: string; parent_id: string | null; sha256: string; status: string }>(
        'select * from image_candidates where run_id = $1 order by created_at, id',
        [runId],
      ),
    generation: async (runId: string) => pack.module.get(ReadGenerationService).get(runId),
    /** As if a minute had passed for what waits, or as many as are given. */
    async pass(minutes = 1): Promise<void> {
      const back = ['missed_at', 'answered_at', 'accepted_at', 'running_at', 'progress_at', 'cancelling_at']
        .map((column) => `${column} = ${column} - interval '${minutes} minutes'`)
        .join(', ');
      await sql(`update generation_attempts set ${back} where ended_at is null`);
      await sql(`update generation_jobs set next_attempt_at = now() where state = 'waiting'`);
      await sql(`update run_generations set wait_until = now() where wait_until > now()`);
    },
    until: (what: string, check: () => Promise<boolean>) => untilDeadline(what, check),
    /** Every job of the run has ended, and there is at least one. */
    async ended(runId: string, { passing = false, seconds = 20 } = {}): Promise<Job[]> {
      const end = async () => {
        if (passing) await use.pass();
        const jobs = await use.jobs(runId);
        return jobs.length > 0 && jobs.every(({ state }) => ['done', 'failed', 'cancelled'].includes(state)) && jobs;
      };
      return untilDeadline('the jobs of the run to end', end, { seconds });
    },
  };
  return use;
}
