import type { EntityManager } from 'typeorm';

/**
 * The port to cluster locks, implemented by a pack above: locks clusters, by id, before runs are locked. Without it,
 * moving a run and deleting a cluster at the same time would deadlock.
 */
export abstract class ClusterLocks {
  abstract lock(manager: EntityManager, clusterIds: readonly (string | null)[]): Promise<void>;
}
