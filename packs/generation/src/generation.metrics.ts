import { Database } from '@trellis/database';
import type { GaugeMetric, Sample } from '@trellis/manifest';

type Resolve = Parameters<GaugeMetric['read']>[0];
type Row = { value: number } & Record<string, unknown>;

const JOBS = `
  select state, coalesce(reason, '') as reason, count(*)::int as value from generation_jobs group by 1, 2`;
const LOST = `select count(*)::int as value from generation_attempts where state in ('lost', 'timed_out')`;
const WAITING = `
  select coalesce(extract(epoch from now() - min(coalesce(next_attempt_at, created_at))), 0)::float8 as value
  from generation_jobs where state in ('queued', 'waiting') and coalesce(next_attempt_at, created_at) <= now()`;
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
  gauge('trellis_generation_jobs', 'Jobs by state and reason', JOBS, ['state', 'reason']),
  gauge('trellis_generation_attempts_lost', 'Attempts that were lost, or took too long', LOST),
  gauge('trellis_generation_waiting_seconds', 'How long the longest waiting due job has waited', WAITING),
  gauge('trellis_generation_running_seconds', 'How long the longest running picture has run', RUNNING),
  gauge('trellis_generation_blocked', 'Runs whose generation waits for a person', BLOCKED),
  gauge('trellis_comfy_servers', 'ComfyUI servers by state', SERVERS, ['state']),
];
