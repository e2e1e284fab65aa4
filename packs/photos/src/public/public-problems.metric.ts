import { Database } from '@trellis/database';
import type { GaugeMetric } from '@trellis/manifest';

const COUNT = `
  select public_problem as problem, count(*)::int as count from photos
  where public_problem is not null and public_problem <> 'loopback' group by 1`;

export const publicProblemsMetric: GaugeMetric = {
  type: 'gauge',
  name: 'trellis_photos_not_public',
  help: 'Photos that the platform cannot fetch, by reason',
  labels: ['problem'],
  read: async (resolve) =>
    (await resolve(Database).query<{ problem: string; count: number }[]>(COUNT)).map(({ problem, count }) => ({
      value: count,
      labels: { problem },
    })),
};
