import type { PageRequest } from '@trellis/database';
import type { ClusterStatus } from './cluster.entity.ts';

export interface NewCluster {
  name: string;
  status?: ClusterStatus;
  aiPrompt?: string | null;
  /** Assigned at once, as primary. */
  pillarId?: string | null;
}

/** Fields that are absent stay as they are. */
export type ClusterChanges = Partial<Omit<NewCluster, 'pillarId'>>;

export interface ClusterFilter extends PageRequest {
  status?: ClusterStatus;
  pillarId?: string;
}

/** How a cluster serves a pillar. */
export interface PillarAssignment {
  isPrimary?: boolean;
  notes?: string | null;
}
