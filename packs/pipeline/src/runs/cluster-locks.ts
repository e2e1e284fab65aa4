import type { EntityManager } from 'typeorm';

/**
 * A port that the pack above implements: locks clusters, in the order of their ids, before runs are locked. Without it a
 * run that moves and a cluster that is deleted at the same moment would wait for each other.
 */
export abstract class ClusterLocks {
  abstract lock(manager: EntityManager, clusterIds: readonly (string | null)[]): Promise<void>;
}
