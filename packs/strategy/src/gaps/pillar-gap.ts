import { hundredthsOf, type Share } from './exact.ts';
import type { ClusterFacts, GapFacts, PillarFacts } from './gap-facts.ts';
import { daysInHorizon, numbersOf, type Horizon, type PillarNumbers } from './pillar-numbers.ts';

/** A pillar with what is missing of it, and its active clusters. */
export interface PillarGap extends PillarNumbers {
  pillar: PillarFacts;
  clusters: ClusterFacts[];
  /** Photos that count for other pillars too, and those pillars. */
  shared: { photos: number; pillarIds: string[] };
}

/** The pillars a photo of the cluster counts for: the primary one, or else in equal parts all of the horizon. */
export function pillarsOf({ primaryId, pillarIds }: ClusterFacts, inHorizon: ReadonlySet<string>): string[] {
  if (primaryId !== null && inHorizon.has(primaryId)) return [primaryId];
  return pillarIds.filter((id) => inHorizon.has(id));
}

export const horizonOf = ({ pillars }: GapFacts, horizon: Horizon): Set<string> =>
  new Set(pillars.filter((pillar) => daysInHorizon(pillar, horizon) > 0).map(({ id }) => id));

/** Every pillar of the persona: those of the horizon by their impact, then the others. */
export function pillarGaps(facts: GapFacts, horizon: Horizon): PillarGap[] {
  const inHorizon = horizonOf(facts, horizon);
  const gaps = facts.pillars.map((pillar) => gapOf(pillar, facts.clusters, inHorizon, horizon));
  return gaps.sort(
    (a, b) =>
      Number(a.days === 0) - Number(b.days === 0) ||
      b.impact - a.impact ||
      a.score - b.score ||
      byBytes(a.pillar.name, b.pillar.name) ||
      byBytes(a.pillar.id, b.pillar.id),
  );
}

function gapOf(
  pillar: PillarFacts,
  all: readonly ClusterFacts[],
  inHorizon: ReadonlySet<string>,
  horizon: Horizon,
): PillarGap {
  const counting = all
    .filter(({ isActive }) => isActive)
    .map((cluster) => ({ cluster, pillars: pillarsOf(cluster, inHorizon) }))
    .filter(({ pillars }) => pillars.includes(pillar.id));
  const shares: Share[] = counting.map(({ cluster, pillars }) => ({ photos: cluster.ready, among: pillars.length }));
  const dates = all.filter(({ pillarIds }) => pillarIds.includes(pillar.id)).map(({ lastPosted }) => lastPosted);
  const lastPosted = latest([pillar.lastPublished, ...dates]);
  const sharing = counting.filter(({ cluster, pillars }) => pillars.length > 1 && cluster.ready > 0);
  const others = new Set(sharing.flatMap(({ pillars }) => pillars));
  others.delete(pillar.id);
  return {
    pillar,
    clusters: all.filter(({ isActive, pillarIds }) => isActive && pillarIds.includes(pillar.id)),
    shared: {
      photos: sharing.reduce((sum, { cluster }) => sum + cluster.ready, 0),
      pillarIds: [...others].sort(byBytes),
    },
    ...numbersOf(pillar, { ready: hundredthsOf(shares), lastPosted }, horizon),
  };
}

/** ISO dates have the order of time. */
const latest = (dates: readonly (string | null)[]): string | null =>
  dates.reduce((last, date) => (date !== null && (last === null || date > last) ? date : last), null);

export const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
