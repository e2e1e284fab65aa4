import { Database } from '@trellis/database';
import type { GaugeMetric } from '@trellis/manifest';

const POSTS = `select state, coalesce(reason, '') as reason, count(*)::int as count from posts group by 1, 2`;
const LATE = `
  select coalesce(extract(epoch from now() - min(coalesce(next_attempt_at, scheduled_at))), 0)::float8 as seconds
  from posts where state = 'scheduled' and coalesce(next_attempt_at, scheduled_at) <= now()`;
const PAUSED = `select (paused_reason is not null)::int as paused from publishing_state`;
const QUOTA = `select id, quota_total - quota_used as "left" from publish_accounts where quota_total is not null`;
const TOKENS = `
  select id, extract(epoch from token_expires_at - now())::float8 / 86400 as days from publish_accounts
  where token_expires_at is not null`;

const rows = <T>(sql: string): ((resolve: Parameters<GaugeMetric['read']>[0]) => Promise<T[]>) => {
  return (resolve) => resolve(Database).query<T[]>(sql);
};

/** What waits, what failed, and what a person should look at. */
export const publishingMetrics: readonly GaugeMetric[] = [
  {
    type: 'gauge',
    name: 'trellis_posts',
    help: 'Posts by state and reason',
    labels: ['state', 'reason'],
    read: async (resolve) =>
      (await rows<{ state: string; reason: string; count: number }>(POSTS)(resolve)).map(({ count, ...labels }) => ({
        value: count,
        labels,
      })),
  },
  {
    type: 'gauge',
    name: 'trellis_post_late_seconds',
    help: 'How late the longest waiting due post is',
    labels: [],
    read: async (resolve) =>
      (await rows<{ seconds: number }>(LATE)(resolve)).map(({ seconds }) => ({ value: seconds, labels: {} })),
  },
  {
    type: 'gauge',
    name: 'trellis_publishing_waits',
    help: '1 when a restored or copied database waits for a person',
    labels: [],
    read: async (resolve) =>
      (await rows<{ paused: number }>(PAUSED)(resolve)).map(({ paused }) => ({ value: paused, labels: {} })),
  },
  {
    type: 'gauge',
    name: 'trellis_account_quota_left',
    help: 'Posts that the provider still accepts, by account',
    labels: ['account'],
    read: async (resolve) =>
      (await rows<{ id: string; left: number }>(QUOTA)(resolve)).map(({ id, left }) => ({
        value: left,
        labels: { account: id },
      })),
  },
  {
    type: 'gauge',
    name: 'trellis_account_token_days',
    help: 'Days until the token of an account ends',
    labels: ['account'],
    read: async (resolve) =>
      (await rows<{ id: string; days: number }>(TOKENS)(resolve)).map(({ id, days }) => ({
        value: days,
        labels: { account: id },
      })),
  },
];
