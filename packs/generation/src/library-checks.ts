import type { LibraryCheck } from '@trellis/database';

/** What the constraints of generation cannot state, because it is of other packs or of time. */
export const generationChecks: readonly LibraryCheck[] = [
  {
    code: 'generation_blocked',
    meaning: 'Nothing more is made for the run. GET /runs/:id/generation has the reason.',
    cure: 'remove the reason, then POST /runs/:id/generation/resume',
    sql: `select run_id as id from run_generations g join pub_pipeline_runs r on r.id = g.run_id
          where g.state = 'blocked' and r.status in ('pending', 'running')`,
  },
  {
    code: 'job_of_closed_run',
    meaning: 'The job is open although its run was closed more than an hour ago: no worker runs.',
    cure: 'start a worker',
    sql: `select j.id from generation_jobs j join pub_pipeline_runs r on r.id = j.run_id
          where j.state in ('queued', 'waiting', 'working') and r.status in ('completed', 'failed')
            and r.updated_at < now() - interval '1 hour'`,
  },
  {
    code: 'attempt_without_driver',
    meaning: 'A picture is under way on a server that no worker looks after, for more than ten minutes.',
    cure: 'start a worker',
    sql: `select a.id from generation_attempts a join comfy_servers s on s.id = a.server_id
          where a.ended_at is null and (s.lease_until is null or s.lease_until < now() - interval '10 minutes')
            and a.updated_at < now() - interval '10 minutes'`,
  },
];
