import { HashIndex, halvesOf } from '@trellis/photos';
import type { Occurrence } from '../slots/slot-occurrences.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const DEFICIT_DAYS = 28;
const ALIKE_DAYS = 30;
const REST_DAYS = 2;
const BUSY_DAYS = 7;
const BUSY = 3;
/** Rates and deficits are whole ten-thousandths of a post. */
const UNIT = 10_000;

export interface PlanPillar {
  id: string;
  name: string;
  /** Percent, two decimals, as text. */
  weight: string;
  /** 5 is the most important. */
  priority: number;
  targetPostsPerWeek: number | null;
}

export interface PlanCluster {
  id: string;
  name: string;
  pillarIds: string[];
  /** The photos that may be posted, in the order in which they are taken. */
  stock: PlanPhoto[];
}

export interface PlanPhoto {
  id: string;
  pictureHash: string | null;
  mirrorHash: string | null;
}

/** A post that is published or planned, with what its pictures look like. */
export interface PlacedPost {
  at: Date;
  pillarId: string | null;
  clusterId: string | null;
  looks: { pictureHash: string; mirrorHash: string }[];
}

export interface PlanFrame {
  pillars: PlanPillar[];
  clusters: PlanCluster[];
  posts: PlacedPost[];
  /** Photos that are not taken: a draft waits with them. */
  reserved: string[];
  slotsPerWeek: number;
}

export type OpenReason = 'no_pillar' | 'no_cluster' | 'no_stock' | 'all_similar';

/** One open slot, filled or not. */
export interface Planned extends Occurrence {
  clusterId: string | null;
  photoId: string | null;
  why: string;
  /** Why it stays open; null when it is filled. */
  reason: OpenReason | null;
}

/** Fills open slots in the order of time. Each choice counts for those after it. */
export function planSlots(open: readonly Occurrence[], frame: PlanFrame): Planned[] {
  const plan = new Plan(frame);
  return open.map((slot) => plan.fill(slot));
}

class Plan {
  private readonly posts: PlacedPost[];
  private readonly taken: Set<string>;

  constructor(private readonly frame: PlanFrame) {
    this.posts = [...frame.posts];
    this.taken = new Set(frame.reserved);
  }

  fill(slot: Occurrence): Planned {
    const pillar = this.pillarOf(slot);
    if (!pillar) return this.open(slot, null, 'no_pillar', 'The persona has no current pillar.');
    const clusters = this.clustersOf(pillar.id, slot.at);
    if (clusters.length === 0) return this.open(slot, pillar, 'no_cluster', `${pillar.why} · no active cluster.`);
    const stocked = clusters.filter(({ stock }) => stock.some(({ id }) => !this.taken.has(id)));
    if (stocked.length === 0) return this.open(slot, pillar, 'no_stock', `${pillar.why} · no ready photo.`);
    for (const cluster of stocked) {
      const photo = this.photoOf(cluster, slot.at);
      if (photo) return this.place(slot, pillar, cluster, photo);
    }
    return this.open(slot, pillar, 'all_similar', `${pillar.why} · every ready photo looks like a recent post.`);
  }

  private place(slot: Occurrence, pillar: Chosen, cluster: Rested, photo: PlanPhoto): Planned {
    const { pictureHash, mirrorHash } = photo;
    const looks = pictureHash && mirrorHash ? [{ pictureHash, mirrorHash }] : [];
    this.posts.push({ at: slot.at, pillarId: pillar.id, clusterId: cluster.id, looks });
    this.taken.add(photo.id);
    const why = `${pillar.why} · ${cluster.why}`;
    return { ...slot, pillarId: pillar.id, clusterId: cluster.id, photoId: photo.id, why, reason: null };
  }

  private open(slot: Occurrence, pillar: { id: string } | null, reason: OpenReason, why: string): Planned {
    return { ...slot, pillarId: pillar?.id ?? slot.pillarId, clusterId: null, photoId: null, why, reason };
  }

  /** The slot's own, or the one that lacks the most posts. */
  private pillarOf({ pillarId, at }: Occurrence): Chosen | undefined {
    if (pillarId) {
      const own = this.frame.pillars.find(({ id }) => id === pillarId);
      return { id: pillarId, why: `the slot is for ${own?.name ?? 'this pillar'}` };
    }
    const [first] = this.frame.pillars
      .map((pillar) => ({ ...pillar, deficit: this.deficitOf(pillar, at) }))
      .sort(
        (a, b) => b.deficit - a.deficit || b.priority - a.priority || compare(a.name, b.name) || compare(a.id, b.id),
      );
    return (
      first && {
        id: first.id,
        why: `${first.name} lacks ${(first.deficit / UNIT).toFixed(1)} posts in ${DEFICIT_DAYS} days`,
      }
    );
  }

  private deficitOf({ id, weight, targetPostsPerWeek: target }: PlanPillar, at: Date): number {
    const rate = target !== null ? target * UNIT : Math.round(Number(weight) * 100) * this.frame.slotsPerWeek;
    const done = this.within(DEFICIT_DAYS, at).filter(({ pillarId }) => pillarId === id).length;
    return (rate * DEFICIT_DAYS) / BUSY_DAYS - done * UNIT;
  }

  /** Rested ones first; without any, those that rest the longest. */
  private clustersOf(pillarId: string, at: Date): Rested[] {
    const all = this.frame.clusters
      .filter(({ pillarIds }) => pillarIds.includes(pillarId))
      .map((cluster) => this.restOf(cluster, at))
      .sort((a, b) => a.last - b.last || compare(a.name, b.name) || compare(a.id, b.id));
    const rested = all.filter(({ isRested }) => isRested);
    return [...rested, ...all.filter(({ isRested }) => !isRested)];
  }

  private restOf(cluster: PlanCluster, at: Date): Rested {
    const uses = this.posts
      .filter((post) => post.clusterId === cluster.id && post.at <= at)
      .map((post) => post.at.getTime());
    const last = Math.max(-Infinity, ...uses);
    const since = (days: number) => uses.filter((use) => use > at.getTime() - days * DAY_MS).length;
    const isRested = since(REST_DAYS) === 0 && since(BUSY_DAYS) < BUSY;
    const used = last === -Infinity ? 'never used' : `last used ${new Date(last).toISOString().slice(0, 10)}`;
    return { ...cluster, last, isRested, why: `${cluster.name}: ${used}` };
  }

  /** The first that does not look like a recent post. */
  private photoOf({ stock }: PlanCluster, at: Date): PlanPhoto | undefined {
    const recent = new HashIndex();
    for (const [n, { pictureHash }] of this.within(ALIKE_DAYS, at)
      .flatMap(({ looks }) => looks)
      .entries())
      recent.set(String(n), halvesOf(pictureHash));
    return stock.find(({ id, pictureHash, mirrorHash }) => {
      if (this.taken.has(id)) return false;
      return !pictureHash || !mirrorHash || recent.alike({ pictureHash, mirrorHash }).length === 0;
    });
  }

  /** In so many days that end at the instant. */
  private within(days: number, at: Date): PlacedPost[] {
    const from = at.getTime() - days * DAY_MS;
    return this.posts.filter((post) => post.at.getTime() > from && post.at <= at);
  }
}

interface Chosen {
  id: string;
  why: string;
}

interface Rested extends PlanCluster {
  /** The instant of its last use; −∞ for none. */
  last: number;
  isRested: boolean;
  why: string;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
