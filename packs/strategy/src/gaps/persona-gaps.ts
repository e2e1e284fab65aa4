import { dateOf, dayOf } from './calendar-days.ts';
import { ceilOf, roundOf } from './exact.ts';
import { actionsOf, type GapAction } from './gap-actions.ts';
import type { GapFacts } from './gap-facts.ts';
import { hundredths, reasonsOf, type GapReason } from './gap-reasons.ts';
import { horizonOf, pillarGaps, pillarsOf, type PillarGap } from './pillar-gap.ts';
import type { GapStatus, Horizon } from './pillar-numbers.ts';

/** A pillar as the API shows it: shares from 0 to 1 with four decimals, photos with two. */
export interface PillarGapView {
  pillarId: string;
  name: string;
  priority: number;
  days: number;
  needed: number;
  ready: number;
  planned: number;
  missing: number;
  supply: number;
  recency: number;
  plan: number;
  score: number;
  status: GapStatus;
  daysOfCover: number | null;
  lastsUntil: string | null;
  /** missing × priority */
  impact: number;
  reasons: GapReason[];
}

/** What is missing of a persona. */
export interface GapsView {
  personaId: string;
  asOf: string;
  horizonDays: number;
  postsPerWeek: number;
  /** 0..100; null when nothing is needed. */
  score: number | null;
  needed: number;
  ready: number;
  planned: number;
  missing: number;
  /** More is needed than is posted. */
  overcommitted: boolean;
  /** 100 less the weights of the pillars that are current. */
  unplannedWeight: number;
  /** Photos that could be posted and count for no pillar. */
  homeless: number;
  pillars: PillarGapView[];
  actions: GapAction[];
}

const USUAL_PACE = 3;

/** The question, else the slots of its accounts, else the persona itself, else three a week. */
export const paceOf = ({ slots, postsPerWeek }: GapFacts, asked?: number): number =>
  asked ?? (slots > 0 ? slots : (postsPerWeek ?? USUAL_PACE));

/** The first date after the horizon. */
export const endOf = ({ asOf, days }: Pick<Horizon, 'asOf' | 'days'>): string => dateOf(dayOf(asOf) + days);

export function gapsOf(personaId: string, facts: GapFacts, horizon: Horizon): GapsView {
  const gaps = pillarGaps(facts, horizon).map((gap) => ({ ...gap, reasons: reasonsOf(gap, horizon) }));
  const ranked = gaps.filter(({ days }) => days > 0);
  const total = (of: (gap: PillarGap) => number) => ranked.reduce((sum, gap) => sum + of(gap), 0);
  const needed = total((gap) => gap.needed);
  const { counted, homeless } = photosOf(facts, horizon);
  return {
    personaId,
    asOf: horizon.asOf,
    horizonDays: horizon.days,
    postsPerWeek: horizon.postsPerWeek,
    score:
      needed === 0
        ? null
        : roundOf(
            total((gap) => gap.needed * gap.score),
            needed,
          ),
    needed,
    ready: counted,
    planned: total((gap) => gap.planned),
    missing: total((gap) => gap.missing),
    overcommitted: needed > ceilOf(horizon.postsPerWeek * horizon.days, 7),
    unplannedWeight: hundredths(10_000 - currentWeight(facts, horizon)),
    homeless,
    pillars: gaps.map(viewOf),
    actions: actionsOf(gaps),
  };
}

/** Photos that could be posted: each counts once. */
function photosOf(facts: GapFacts, horizon: Horizon): { counted: number; homeless: number } {
  const inHorizon = horizonOf(facts, horizon);
  let [counted, homeless] = [0, facts.withoutCluster];
  for (const cluster of facts.clusters.filter(({ isActive }) => isActive))
    if (pillarsOf(cluster, inHorizon).length > 0) counted += cluster.ready;
    else homeless += cluster.ready;
  return { counted, homeless };
}

const currentWeight = (facts: GapFacts, horizon: Horizon): number => {
  const current = horizonOf(facts, { ...horizon, days: 1 });
  return facts.pillars.reduce((sum, { id, weight }) => sum + (current.has(id) ? weight : 0), 0);
};

function viewOf({ pillar, reasons, ...gap }: PillarGap & { reasons: GapReason[] }): PillarGapView {
  const { days, needed, planned, missing, score, status, daysOfCover, lastsUntil, impact } = gap;
  const [supply, recency, plan] = [gap.supply / 10_000, gap.recency / 10_000, gap.plan / 10_000];
  return {
    ...{ pillarId: pillar.id, name: pillar.name, priority: pillar.priority, days, needed },
    ...{ ready: hundredths(gap.ready), planned, missing, supply, recency, plan, score, status },
    ...{ daysOfCover, lastsUntil, impact, reasons },
  };
}
