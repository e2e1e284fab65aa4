import type { ClusterFacts } from './gap-facts.ts';
import type { GapReason, ReasonKey } from './gap-reasons.ts';
import { byBytes, type PillarGap } from './pillar-gap.ts';

export const actionKinds = ['create_cluster', 'pick_winner', 'crop', 'generate', 'schedule'] as const;

/** One thing to do about a gap, with what it is done to. */
export interface GapAction {
  do: (typeof actionKinds)[number];
  pillarId: string;
  reason: GapReason;
  clusterId?: string;
  runId?: string;
  photoIds?: string[];
}

export interface ExplainedGap extends PillarGap {
  reasons: GapReason[];
}

const MOST = 6;
const MOST_OF_PILLAR = 2;
const MOST_PHOTOS = 20;

/** What to do first. The gaps are in their order. */
export const actionsOf = (gaps: readonly ExplainedGap[]): GapAction[] =>
  gaps
    .filter(({ days }) => days > 0)
    .flatMap((gap) => (gap.missing > 0 ? toFill(gap) : gap.plan < 10_000 ? toPlan(gap) : []).slice(0, MOST_OF_PILLAR))
    .slice(0, MOST);

function toFill(gap: ExplainedGap): GapAction[] {
  const { pillar, clusters } = gap;
  const because = (key: ReasonKey) => ({ pillarId: pillar.id, reason: reasonOf(gap, key) });
  const next = [...clusters].sort(emptiestFirst)[0];
  if (!next) return [{ do: 'create_cluster', ...because('no_clusters') }];
  const runId = [...clusters].sort(emptiestFirst).find(({ undecidedRunId }) => undecidedRunId)?.undecidedRunId;
  const photoIds = clusters.flatMap(({ needsCropIds }) => needsCropIds).slice(0, MOST_PHOTOS);
  return [
    ...(runId ? [{ do: 'pick_winner', runId, ...because('waiting_votes') } as const] : []),
    ...(photoIds.length > 0 ? [{ do: 'crop', photoIds, ...because('needs_crop') } as const] : []),
    { do: 'generate', clusterId: next.id, ...because('short') },
  ];
}

function toPlan(gap: ExplainedGap): GapAction[] {
  const most = Math.min(MOST_PHOTOS, gap.needed - gap.planned);
  const photoIds = gap.clusters.flatMap(({ readyIds }) => readyIds).slice(0, most);
  const reason = reasonOf(gap, gap.planned === 0 ? 'nothing_dated' : 'covered');
  return photoIds.length > 0 ? [{ do: 'schedule', pillarId: gap.pillar.id, reason, photoIds }] : [];
}

const reasonOf = ({ reasons }: ExplainedGap, key: ReasonKey): GapReason =>
  reasons.find((reason) => reason.key === key) ?? { key, params: {} };

/** The fewest ready photos, then the oldest last photo, with none first. */
const emptiestFirst = (a: ClusterFacts, b: ClusterFacts): number =>
  a.ready - b.ready || (a.lastPhotoAt ?? 0) - (b.lastPhotoAt ?? 0) || byBytes(a.name, b.name) || byBytes(a.id, b.id);
