import type { PageRequest } from '@trellis/database';

export interface NewPillar {
  name: string;
  description?: string | null;
  /** Per cent, two decimals. */
  weight?: number;
  active?: boolean;
  /** ISO 8601 calendar dates. */
  startDate?: string | null;
  endDate?: string | null;
  guidelines?: Record<string, unknown>;
  targetPostsPerWeek?: number | null;
  priority?: number;
}

/** Absent fields do not change. */
export type PillarChanges = Partial<NewPillar>;

export interface PillarFilter extends PageRequest {
  /** Only pillars that are active and within their dates today (UTC). */
  current?: boolean;
}
