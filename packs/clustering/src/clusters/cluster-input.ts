import type { PageRequest } from '@trellis/database';
import type { ClusterStatus } from './cluster.entity.ts';

export interface NewCluster {
  name: string;
  status?: ClusterStatus;
  aiPrompt?: string | null;
  /** Assigned with the creation, as primary. */
  pillarId?: string | null;
}

/** Absent fields do not change. */
export type ClusterChanges = Partial<Omit<NewCluster, 'pillarId'>>;

export interface ClusterFilter extends PageRequest {
  status?: ClusterStatus;
  pillarId?: string;
  /** Contained in the name, in any case and accent. */
  q?: string;
}

/** The assignment of a pillar to a cluster. */
export interface PillarAssignment {
  isPrimary?: boolean;
  notes?: string | null;
}
