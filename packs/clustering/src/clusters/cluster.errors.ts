import { DomainError } from '@trellis/kernel';
import type { Refusals } from '@trellis/database';
import { notFound } from '@trellis/http';

export const personaMismatch = (): DomainError =>
  new DomainError('persona_mismatch', 'unprocessable', 'The pillar belongs to another persona than the cluster.');

export const savingCluster: Refusals = {
  uq_clusters_name: () => new DomainError('name_taken', 'conflict', 'The persona has a cluster of this name already.'),
  fk_clusters_persona: () => notFound('persona'),
};

/** The pillar may have been deleted since it was looked up. */
export const assigningPillar: Refusals = { fk_pillar_cluster_assignments_pillar: () => notFound('pillar') };
