import { dateOf, dayOf } from './calendar-days.ts';
import type { ClusterFacts } from './gap-facts.ts';
import type { PillarGap } from './pillar-gap.ts';
import type { Horizon } from './pillar-numbers.ts';

export const reasonKeys = [
  ...(['not_in_horizon', 'no_demand', 'no_clusters', 'no_ready_photos', 'short', 'runs_out', 'never_posted'] as const),
  ...(['not_posted_lately', 'nothing_dated', 'waiting_renditions', 'needs_crop', 'waiting_votes'] as const),
  ...(['shared_stock', 'starts_on', 'ends_on', 'over_planned', 'covered'] as const),
];
export type ReasonKey = (typeof reasonKeys)[number];

/** Why a pillar stands as it does. A client has the sentence for the key. */
export interface GapReason {
  key: ReasonKey;
  params: Record<string, number | string | string[] | null>;
}

/** Hundredths as a number with two decimals. */
export const hundredths = (value: number): number => value / 100;

const sum = (clusters: readonly ClusterFacts[], of: (cluster: ClusterFacts) => number): number =>
  clusters.reduce((total, cluster) => total + of(cluster), 0);

/** In the order of the keys. */
export function reasonsOf(gap: PillarGap, { asOf, days }: Horizon): GapReason[] {
  const { pillar, clusters, needed, planned, missing, ready, shared } = gap;
  const end = dateOf(dayOf(asOf) + days - 1);
  const later = pillar.startDate !== null && pillar.startDate > asOf ? pillar.startDate : null;
  if (gap.status === 'not_in_horizon')
    return [{ key: 'not_in_horizon', params: { from: pillar.active ? later : null } }];
  const have = hundredths(ready + 100 * planned);
  const preparing = sum(clusters, (cluster) => cluster.preparing);
  const cropless = sum(clusters, ({ needsCrop }) => needsCrop);
  const undecided = sum(clusters, ({ undecidedRuns }) => undecidedRuns);
  const wanted = needed > 0;
  const late = wanted && gap.recency < 10_000 && gap.since !== null;
  const found: [ReasonKey, boolean, GapReason['params']][] = [
    ['no_demand', !wanted, {}],
    ['no_clusters', wanted && clusters.length === 0, {}],
    ['no_ready_photos', wanted && clusters.length > 0 && ready === 0, {}],
    ['short', missing > 0, { missing, needed, have }],
    ['runs_out', missing > 0 && have > 0, { date: gap.lastsUntil, days: gap.daysOfCover }],
    ['never_posted', wanted && later === null && gap.since === null, {}],
    ['not_posted_lately', late, { days: gap.since, expectedDays: gap.interval && hundredths(gap.interval) }],
    ['nothing_dated', wanted && planned === 0, { needed }],
    ['waiting_renditions', preparing > 0, { photos: preparing }],
    ['needs_crop', cropless > 0, { photos: cropless }],
    ['waiting_votes', undecided > 0, { runs: undecided }],
    ['shared_stock', shared.photos > 0, { photos: shared.photos, pillarIds: shared.pillarIds }],
    ['starts_on', later !== null, { date: later }],
    ['ends_on', pillar.endDate !== null && pillar.endDate <= end, { date: pillar.endDate }],
    ['over_planned', planned > needed, { planned, needed }],
    ['covered', wanted && missing === 0, {}],
  ];
  return found.flatMap(([key, is, params]) => (is ? [{ key, params }] : []));
}
