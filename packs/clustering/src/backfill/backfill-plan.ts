import type { RunFields } from '@trellis/pipeline';

interface Line {
  /** From 1. */
  line: number;
  /** The id of the plan. */
  plan: string;
}

/** Creates a cluster, with its pillar. */
export interface ClusterCreation extends Line {
  change: 'cluster.create';
  id: string;
  before: null;
  after: { personaId: string; name: string; pillarId: string | null };
}

/** Changes a run. Both sides hold only the changed fields, but any change of the run since `seenAt` skips the line. */
export interface RunUpdate extends Line {
  change: 'run.update';
  id: string;
  seenAt: string;
  before: RunFields;
  after: RunFields;
}

/** The settled state of a run's link: its winner is a photo in its cluster, or there is no winner. */
export type SettledLink = {
  /** Only in an applied line: the photo that was made. */
  photoId?: string | null;
  clusterId: string;
} & ({ state: 'linked'; candidateId: string } | { state: 'skipped'; reason: 'no_winner'; candidateId: null });

/** Makes a photo of the winner of a completed run, or settles the link of a completed run without a winner. */
export interface RunLink extends Line {
  change: 'run.link';
  id: string;
  before: { state: string; reason: string | null };
  after: SettledLink;
}

/** Makes a photo of a picture in a folder or a ZIP file. */
export interface PhotoCreation extends Line {
  change: 'photo.create';
  id: string;
  before: null;
  after: {
    personaId: string;
    clusterId: string | null;
    /** The folder or the ZIP file. */
    source: string;
    /** Its path in the source. */
    file: string;
    tags: string[];
    /** Of the file when the plan was written. */
    sha256: string;
    aiGenerated: boolean;
  };
}

/** One line of a plan. */
export type BackfillLine = ClusterCreation | RunUpdate | RunLink | PhotoCreation;

/** A change that is not yet a line of a plan. */
export type Unnumbered<L extends BackfillLine = BackfillLine> = L extends BackfillLine
  ? Omit<L, 'line' | 'plan'>
  : never;

/** Why a line could not be applied, or does not hold. */
export interface BackfillFault {
  line: number;
  change: BackfillLine['change'];
  id: string;
  why: string;
}
