import { DomainError, notFound } from '@trellis/kernel';
import type { Refusals } from '@trellis/database';
import { personaProblems } from '@trellis/personas';
import { pillarProblems } from '@trellis/content-pillars';
import { clusteringProblems } from '../clustering.problems.ts';

export const personaMismatch = (): DomainError =>
  new DomainError(personaProblems.persona_mismatch, 'The pillar belongs to another persona than the cluster.');

export const savingCluster: Refusals = {
  uq_clusters_name: () =>
    new DomainError(clusteringProblems.name_taken, 'The persona already has a cluster with this name.'),
  fk_clusters_persona: () => notFound(personaProblems.persona_not_found),
};

/** The pillar may have been deleted since it was read. */
export const assigningPillar: Refusals = {
  fk_pillar_cluster_assignments_pillar: () => notFound(pillarProblems.pillar_not_found),
};
