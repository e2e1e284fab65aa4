import { randomUUID } from 'node:crypto';
import { seeded } from '@trellis/testing';
import { dateOf, dayOf } from './calendar-days.ts';

export interface RandomPillar {
  id: string;
  name: string;
  active: boolean;
  weight: string;
  target: number | null;
  priority: number;
  start: string | null;
  end: string | null;
}
export interface RandomCluster {
  id: string;
  name: string;
  status: string;
  pillars: string[];
  primary: string | null;
}
export interface RandomPhoto {
  id: string;
  cluster: string | null;
  readiness: string;
  posted: string | null;
  held: string | null;
}
export interface RandomPost {
  id: string;
  account: string;
  pillar: string | null;
  state: string;
  scheduled: string | null;
  published: string | null;
}
export interface RandomRun {
  id: string;
  cluster: string | null;
  status: string;
  candidates: number;
  winner: boolean;
}

/** The library of one persona as plain facts. */
export interface RandomPersona {
  id: string;
  name: string;
  pace: number | null;
  pillars: RandomPillar[];
  clusters: RandomCluster[];
  photos: RandomPhoto[];
  accounts: { id: string; paused: boolean; slots: number }[];
  posts: RandomPost[];
  runs: RandomRun[];
}

export const TODAY = '2026-12-01';
const PLACED = ['scheduled', 'publishing', 'unknown'];

/** The same personas for the same seed, apart from their ids. */
export function randomPersonas(seed: number, count: number): RandomPersona[] {
  const below = seeded(seed);
  const oneOf = <T>(...all: T[]): T => all[below(all.length)] as T;
  const many = <T>(most: number, make: (n: number) => T) => Array.from({ length: below(most + 1) }, (_, n) => make(n));
  const day = (from: number, to: number) => dateOf(dayOf(TODAY) + from + below(to - from + 1));
  const span = () => {
    const start = oneOf(null, day(-40, 40));
    const end = oneOf(null, null, day(-20, 60));
    return { start, end: start !== null && end !== null && end <= start ? null : end };
  };
  return Array.from({ length: count }, (_, n) => {
    let left = 10_000;
    const weight = () => {
      const part = oneOf(0, below(left + 1), Math.min(left, 500 * below(12)));
      left -= part;
      return (part / 100).toFixed(2);
    };
    const target = () => oneOf(null, null, 0, 1 + below(20));
    const pillars = many(5, (i) => ({
      ...{ id: randomUUID(), name: `${oneOf('a', 'B', 'ä', 'Z')} ${i}`, active: below(6) > 0, weight: weight() },
      ...{ target: target(), priority: 1 + below(5), ...span() },
    }));
    const clusters = many(6, (i) => {
      const assigned = pillars.filter(() => below(2) > 0).map(({ id }) => id);
      const primary = assigned.length > 0 && below(2) > 0 ? oneOf(...assigned) : null;
      const status = oneOf('active', 'active', 'active', 'draft', 'archived');
      return { id: randomUUID(), name: `cluster ${i}`, status, pillars: assigned, primary };
    });
    const inCluster = () => oneOf(null, ...clusters.map(({ id }) => id));
    const photos = many(25, () => ({
      ...{
        id: randomUUID(),
        cluster: inCluster(),
        readiness: oneOf('ready', 'ready', 'ready', 'preparing', 'needs_crop'),
      },
      ...{ posted: oneOf(null, null, null, day(-60, 3)), held: oneOf(null, null, null, null, randomUUID()) },
    }));
    const accounts = many(2, () => ({ id: randomUUID(), paused: below(3) === 0, slots: below(5) }));
    const posts = accounts.flatMap(({ id: account }) =>
      many(8, (i) => {
        const state = oneOf(
          'draft',
          'scheduled',
          'scheduled',
          i === 0 ? 'publishing' : 'draft',
          'published',
          'unknown',
          'failed',
          'cancelled',
        );
        const pillar = oneOf(null, ...pillars.map(({ id }) => id));
        const scheduled = PLACED.includes(state) ? day(-2, 60) : null;
        return {
          id: randomUUID(),
          account,
          pillar,
          state,
          scheduled,
          published: state === 'published' ? day(-60, 0) : null,
        };
      }),
    );
    const runs = many(4, () => ({
      ...{ id: randomUUID(), cluster: inCluster(), status: oneOf('pending', 'running', 'completed', 'failed') },
      ...{ candidates: below(4), winner: below(3) === 0 },
    }));
    return {
      id: randomUUID(),
      name: `persona ${seed} ${n}`,
      pace: oneOf(null, below(15)),
      pillars,
      clusters,
      photos,
      accounts,
      posts,
      runs,
    };
  });
}
