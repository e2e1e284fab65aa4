import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GapVector {
  name: string;
  input: {
    today: string;
    horizonDays: number;
    postsPerWeek: number;
    active: boolean;
    weight: string;
    target: number | null;
    priority: number;
    start: string | null;
    end: string | null;
    ready: string;
    planned: number;
    lastPosted: string | null;
  };
  expected: Record<string, number | string | null>;
}

/** Cases with every number. The dates are moved to the day of the test. */
export const gapVectors = JSON.parse(
  readFileSync(join(import.meta.dirname, 'gap-vectors.json'), 'utf8'),
) as readonly GapVector[];
