import { dateOf, dayOf } from './calendar-days.ts';
import {
  TODAY,
  type RandomCluster,
  type RandomPersona,
  type RandomPhoto,
  type RandomPillar,
} from './random-library.spec-support.ts';

/** A plain fraction. */
class Rational {
  constructor(
    readonly n: bigint,
    readonly d: bigint = 1n,
  ) {}

  static of(value: number | string): Rational {
    const [whole = '0', part = ''] = String(value).split('.');
    return new Rational(BigInt(whole + part), 10n ** BigInt(part.length));
  }

  plus = (o: Rational) => new Rational(this.n * o.d + o.n * this.d, this.d * o.d);
  minus = (o: Rational) => new Rational(this.n * o.d - o.n * this.d, this.d * o.d);
  times = (o: Rational) => new Rational(this.n * o.n, this.d * o.d);
  over = (o: Rational) => new Rational(this.n * o.d, this.d * o.n);
  below = (o: Rational) => this.n * o.d < o.n * this.d;
  floor = () => this.n / this.d - (this.n % this.d < 0n ? 1n : 0n);
  ceil = () => -new Rational(-this.n, this.d).floor();
  /** Half up. */
  round = (decimals = 0) => {
    const scale = 10n ** BigInt(decimals);
    return new Rational((2n * this.n * scale + this.d) / (2n * this.d), scale);
  };
  number = () => Number(this.n) / Number(this.d);
}

const [ZERO, ONE] = [new Rational(0n), new Rational(1n)];
const least = (a: Rational, b: Rational) => (a.below(b) ? a : b);
const most = (a: Rational, b: Rational) => (a.below(b) ? b : a);
const whole = (value: number | bigint) => new Rational(BigInt(value));

export interface ReferencePillar {
  pillarId: string;
  days: number;
  needed: number;
  ready: number;
  planned: number;
  missing: number;
  supply: number;
  recency: number;
  plan: number;
  score: number;
  status: string;
  daysOfCover: number | null;
  lastsUntil: string | null;
  impact: number;
}

const isReady = ({ readiness, posted, held }: RandomPhoto) => readiness === 'ready' && posted === null && held === null;
const today = dayOf(TODAY);

/** What waits in the active clusters of a pillar. */
export function referenceWaiting({ clusters, photos, runs }: RandomPersona, pillarId: string) {
  const own = clusters.filter(({ status, pillars }) => status === 'active' && pillars.includes(pillarId));
  const isOwn = ({ cluster }: { cluster: string | null }) => own.some(({ id }) => id === cluster);
  const free = photos.filter((photo) => isOwn(photo) && photo.posted === null && photo.held === null);
  const undecided = runs.filter((run) => isOwn(run) && run.status !== 'failed' && run.candidates >= 2 && !run.winner);
  return {
    photos: free.filter(({ readiness }) => readiness === 'preparing').length,
    crops: free.filter(({ readiness }) => readiness === 'needs_crop').length,
    runs: undecided.length,
  };
}

/** The rules of gaps, line by line, over the plain facts. */
export function referenceGaps(persona: RandomPersona, horizonDays: number) {
  const slots = persona.accounts.filter(({ paused }) => !paused).reduce((sum, account) => sum + account.slots, 0);
  const pace = slots > 0 ? slots : (persona.pace ?? 3);
  const isCurrent = ({ active, start, end }: RandomPillar, day: number) =>
    active && (start === null || dayOf(start) <= day) && (end === null || day <= dayOf(end));
  const daysOf = (pillar: RandomPillar) =>
    Array.from({ length: horizonDays }, (_, n) => today + n).filter((day) => isCurrent(pillar, day)).length;
  const inHorizon = new Set(persona.pillars.filter((pillar) => daysOf(pillar) > 0).map(({ id }) => id));
  const countsFor = ({ pillars, primary }: RandomCluster) =>
    primary !== null && inHorizon.has(primary) ? [primary] : pillars.filter((id) => inHorizon.has(id));
  const active = persona.clusters.filter(({ status }) => status === 'active');
  const readyIn = (cluster: string | null) =>
    persona.photos.filter((photo) => photo.cluster === cluster && isReady(photo));

  const pillarOf = (pillar: RandomPillar): ReferencePillar => {
    const days = daysOf(pillar);
    const ready = active
      .filter((cluster) => countsFor(cluster).includes(pillar.id))
      .map((cluster) => whole(readyIn(cluster.id).length).over(whole(countsFor(cluster).length)))
      .reduce((sum, part) => sum.plus(part), ZERO)
      .round(2);
    const placed = persona.posts.filter(
      ({ pillar: of, state, scheduled }) =>
        of === pillar.id &&
        ['scheduled', 'publishing', 'unknown'].includes(state) &&
        scheduled !== null &&
        dayOf(scheduled) < today + horizonDays,
    );
    const planned = placed.length;
    const rate =
      pillar.target === null ? whole(pace).times(Rational.of(pillar.weight)).over(whole(100)) : whole(pillar.target);
    const needed = Number(rate.times(whole(days)).over(whole(7)).ceil());
    const have = ready.plus(whole(planned));
    const missing = Math.max(0, Number(whole(needed).minus(have).ceil()));
    const share = (of: Rational) => (needed === 0 ? ONE : least(ONE, of.over(whole(needed)))).round(4);
    const [supply, plan] = [share(have), share(whole(planned))];
    const clusters = persona.clusters.filter(({ pillars }) => pillars.includes(pillar.id)).map(({ id }) => id);
    const dates = [
      ...persona.posts.filter((post) => post.pillar === pillar.id).map(({ published }) => published),
      ...persona.photos
        .filter(({ cluster }) => cluster !== null && clusters.includes(cluster))
        .map(({ posted }) => posted),
    ].filter((date) => date !== null);
    const last = dates.sort().at(-1);
    const start = pillar.start === null ? today : dayOf(pillar.start);
    const recencyOf = () => {
      if (needed === 0 || start > today) return ONE;
      if (last === undefined) return ZERO;
      const since = whole(Math.max(0, today - dayOf(last)));
      const interval = most(ONE, whole(7).over(rate));
      if (!interval.below(since)) return ONE;
      const third = whole(3).times(interval);
      if (!since.below(third)) return ZERO;
      return third.minus(since).over(whole(2).times(interval)).round(4);
    };
    const recency = recencyOf();
    const score = whole(70).times(supply).plus(whole(20).times(recency)).plus(whole(10).times(plan)).round();
    const daysOfCover = days === 0 || rate.n === 0n ? null : Number(whole(7).times(have).over(rate).floor());
    const lastsUntil = daysOfCover === null ? null : dateOf(Math.max(today, start) + daysOfCover);
    const status =
      days === 0
        ? 'not_in_horizon'
        : needed === 0
          ? 'no_demand'
          : have.n === 0n
            ? 'exhausted'
            : missing === 0
              ? 'covered'
              : (daysOfCover as number) < 7
                ? 'critical'
                : 'low';
    return {
      ...{ pillarId: pillar.id, days, needed, ready: ready.number(), planned, missing, supply: supply.number() },
      ...{ recency: recency.number(), plan: plan.number(), score: score.number(), status, daysOfCover, lastsUntil },
      impact: missing * pillar.priority,
    };
  };

  const pillars = persona.pillars.map(pillarOf);
  const ranked = pillars.filter(({ days }) => days > 0);
  const total = (of: (pillar: ReferencePillar) => number) => ranked.reduce((sum, pillar) => sum + of(pillar), 0);
  const needed = total((pillar) => pillar.needed);
  const homes = active.filter((cluster) => countsFor(cluster).length > 0);
  const count = (clusters: readonly (string | null)[]) => clusters.reduce((sum, id) => sum + readyIn(id).length, 0);
  const weights = persona.pillars.filter((pillar) => isCurrent(pillar, today)).map(({ weight }) => Rational.of(weight));
  return {
    postsPerWeek: pace,
    score:
      needed === 0
        ? null
        : whole(total((one) => one.needed * one.score))
            .over(whole(needed))
            .round()
            .number(),
    needed,
    ready: count(homes.map(({ id }) => id)),
    planned: total((pillar) => pillar.planned),
    missing: total((pillar) => pillar.missing),
    overcommitted: needed > Math.ceil((pace * horizonDays) / 7),
    unplannedWeight: weights.reduce((left, weight) => left.minus(weight), whole(100)).number(),
    homeless: count([null, ...active.filter((cluster) => countsFor(cluster).length === 0).map(({ id }) => id)]),
    pillars,
  };
}
