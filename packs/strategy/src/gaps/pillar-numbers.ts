import { dateOf, dayOf } from './calendar-days.ts';
import { ceilOf, floorOf, roundOf } from './exact.ts';
import type { PillarFacts } from './gap-facts.ts';

export type GapStatus = 'not_in_horizon' | 'no_demand' | 'exhausted' | 'covered' | 'critical' | 'low';

export interface Horizon {
  /** ISO 8601 calendar date, UTC. */
  asOf: string;
  /** 1..90, with `asOf` as the first. */
  days: number;
  postsPerWeek: number;
}

export interface Stock {
  /** Hundredths of a photo: one that several pillars share counts in parts. */
  ready: number;
  /** The UTC date of the last post. */
  lastPosted: string | null;
}

/** What is missing of a pillar. Shares are ten-thousandths. */
export interface PillarNumbers {
  days: number;
  needed: number;
  /** Hundredths. */
  ready: number;
  planned: number;
  missing: number;
  supply: number;
  recency: number;
  plan: number;
  /** 0..100. */
  score: number;
  status: GapStatus;
  daysOfCover: number | null;
  lastsUntil: string | null;
  impact: number;
  /** Days between two posts, in hundredths; null without a rate. */
  interval: number | null;
  /** Days since the last post; null without one. */
  since: number | null;
}

const ONE = 10_000;
const ENOUGH_DAYS = 7;

/** Posts a week as a fraction. */
interface Rate {
  posts: number;
  per: number;
}

const rateOf = ({ target, weight }: PillarFacts, { postsPerWeek }: Horizon): Rate =>
  target === null ? { posts: postsPerWeek * weight, per: 10_000 } : { posts: target, per: 1 };

/** The days of the horizon on which the pillar is current. */
export function daysInHorizon({ active, startDate, endDate }: PillarFacts, { asOf, days }: Horizon): number {
  if (!active) return 0;
  const first = dayOf(asOf);
  const from = Math.max(first, startDate === null ? first : dayOf(startDate));
  const last = first + days - 1;
  return Math.max(0, Math.min(last, endDate === null ? last : dayOf(endDate)) - from + 1);
}

/** Rules 1 to 6 of a gap. Every rounding of them stands here. */
export function numbersOf(pillar: PillarFacts, { ready, lastPosted }: Stock, horizon: Horizon): PillarNumbers {
  const days = daysInHorizon(pillar, horizon);
  const rate = rateOf(pillar, horizon);
  const { planned } = pillar;
  const needed = ceilOf(rate.posts * days, 7 * rate.per);
  const have = ready + 100 * planned;
  const missing = Math.max(0, ceilOf(Math.max(0, 100 * needed - have), 100));
  const shareOf = (hundredths: number) => (needed === 0 ? ONE : Math.min(ONE, roundOf(ONE * hundredths, 100 * needed)));
  const [supply, plan] = [shareOf(have), shareOf(100 * planned)];
  const start = dayOf(pillar.startDate ?? horizon.asOf);
  const today = dayOf(horizon.asOf);
  const since = lastPosted === null ? null : Math.max(0, today - dayOf(lastPosted));
  const recency = needed === 0 || start > today ? ONE : recencyOf(since, rate);
  const score = roundOf(70 * supply + 20 * recency + 10 * plan, ONE);
  const daysOfCover = days === 0 || rate.posts === 0 ? null : floorOf(7 * have * rate.per, 100 * rate.posts);
  const lastsUntil = daysOfCover === null ? null : dateOf(Math.max(today, start) + daysOfCover);
  const status = statusOf({ days, needed, have, missing, daysOfCover });
  const interval = rate.posts === 0 ? null : Math.max(100, roundOf(700 * rate.per, rate.posts));
  const impact = missing * pillar.priority;
  return {
    ...{ days, needed, ready, planned, missing, supply, recency, plan, score, status, daysOfCover, lastsUntil, impact },
    ...{ interval, since },
  };
}

/** 1 within an interval of posting, 0 after three, and evenly less in between. */
function recencyOf(since: number | null, { posts, per }: Rate): number {
  if (since === null) return 0;
  const [interval, of] = 7 * per > posts ? [7 * per, posts] : [1, 1];
  if (since * of <= interval) return ONE;
  if (since * of >= 3 * interval) return 0;
  return roundOf(ONE * (3 * interval - since * of), 2 * interval);
}

function statusOf(
  of: Pick<PillarNumbers, 'days' | 'needed' | 'missing' | 'daysOfCover'> & { have: number },
): GapStatus {
  if (of.days === 0) return 'not_in_horizon';
  if (of.needed === 0) return 'no_demand';
  if (of.have === 0) return 'exhausted';
  if (of.missing === 0) return 'covered';
  return (of.daysOfCover ?? ENOUGH_DAYS) < ENOUGH_DAYS ? 'critical' : 'low';
}
