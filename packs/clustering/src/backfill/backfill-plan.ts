import type { RunFields } from '@trellis/pipeline';

interface Line {
  /** From 1. */
  line: number;
  /** The plan that it belongs to. */
  plan: string;
}

/** A cluster that is made, with its pillar. */
export interface ClusterCreation extends Line {
  change: 'cluster.create';
  id: string;
  before: null;
  after: { personaId: string; name: string; pillarId: string | null };
}

/** A run that is changed; both sides hold the changed fields only. */
export interface RunUpdate extends Line {
  change: 'run.update';
  id: string;
  before: RunFields;
  after: RunFields;
}

/** The winner of a completed run that becomes a photo. */
export interface RunLink extends Line {
  change: 'run.link';
  id: string;
  before: { state: 'none' | string };
  after: { state: 'linked' };
}

/** One line of a plan. */
export type BackfillLine = ClusterCreation | RunUpdate | RunLink;

/** What became of a line that could not be carried out, or does not hold. */
export interface BackfillFault {
  line: number;
  change: BackfillLine['change'];
  id: string;
  why: string;
}
