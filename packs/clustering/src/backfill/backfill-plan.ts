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

/** A run that is changed; both sides hold the changed fields only, but any change since `seenAt` leaves it alone. */
export interface RunUpdate extends Line {
  change: 'run.update';
  id: string;
  seenAt: string;
  before: RunFields;
  after: RunFields;
}

/** How the link of a run stands when it is settled: its winner is a photo in its cluster, or there is no winner. */
export type SettledLink = {
  /** Of a line that was carried out: the photo that was made. */
  photoId?: string | null;
  clusterId: string;
} & ({ state: 'linked'; candidateId: string } | { state: 'skipped'; reason: 'no_winner'; candidateId: null });

/** The winner of a completed run that becomes a photo; or a completed run whose link is settled by it having none. */
export interface RunLink extends Line {
  change: 'run.link';
  id: string;
  before: { state: string; reason: string | null };
  after: SettledLink;
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
