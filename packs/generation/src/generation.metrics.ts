import { Database } from '@trellis/database';
import type { GaugeMetric, Sample } from '@trellis/manifest';

type Resolve = Parameters<GaugeMetric['read']>[0];
type Row = { value: number } & Record<string, unknown>;

/** Of open jobs, and of those that ended in the last day. */
const JOBS = `
  select state, coalesce(reason, '') as reason, count(*)::int as value from (
    select state, reason from generation_jobs where state in ('queued', 'waiting', 'working')
    union all select state, reason from generation_jobs where ended_at > now() - interval '1 day') j group by 1, 2`;
const LOST = `
  select count(*)::int as value from generation_attempts
  where state in ('lost', 'timed_out') and ended_at > now() - interval '1 day'`;
/** Runs that need something, and jobs that are due. */
const WAITING = `
  select coalesce(extract(epoch from now() - min(since)), 0)::float8 as value from (
    select greatest(g.last_served_at, g.updated_at) as since from run_generations g
    where g.state = 'on' and not g.idle and coalesce(g.wait_until <= now(), true)
    union all select coalesce(j.next_attempt_at, j.created_at) from generation_jobs j
      join run_generations g on g.run_id = j.run_id and g.state = 'on'
    where j.state in ('queued', 'waiting') and coalesce(j.next_attempt_at, j.created_at) <= now()) w`;
const RUNNING = `
  select coalesce(extract(epoch from now() - min(running_at)), 0)::float8 as value from generation_attempts
  where state in ('accepted', 'running', 'cancelling') and running_at is not null`;
const SERVERS = `select state, count(*)::int as value from comfy_servers group by 1`;
const BLOCKED = `select count(*)::int as value from run_generations where state = 'blocked'`;

const gauge = (name: string, help: string, sql: string, labels: readonly string[] = []): GaugeMetric => ({
  ...{ type: 'gauge', name, help, labels },
  read: async (resolve: Resolve): Promise<Sample[]> =>
    (await resolve(Database).query<Row[]>(sql)).map((row) => ({
      value: row.value,
      labels: Object.fromEntries(labels.map((label) => [label, String(row[label])])),
    })),
});

/** What is made, what waits, what failed, and the servers. */
export const generationMetrics: readonly GaugeMetric[] = [
  gauge('trellis_generation_jobs', 'Open jobs, and jobs that ended in the last day, by state and reason', JOBS, [
    'state',
    'reason',
  ]),
  gauge('trellis_generation_attempts_lost', 'Attempts of the last day that were lost, or took too long', LOST),
  gauge(
    'trellis_generation_waiting_seconds',
    'How long a run that needs something, or a due job, has waited for a server',
    WAITING,
  ),
  gauge('trellis_generation_running_seconds', 'How long the longest running picture has run', RUNNING),
  gauge('trellis_generation_blocked', 'Runs whose generation waits for a person', BLOCKED),
  gauge('trellis_comfy_servers', 'ComfyUI servers by state', SERVERS, ['state']),
];
