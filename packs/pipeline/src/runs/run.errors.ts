import { DomainError } from '@trellis/kernel';
import type { Refusals } from '@trellis/database';
import { unknownReference } from '@trellis/http';
import type { RunStatus } from './pipeline-run.entity.ts';

export const runClosed = (status: RunStatus): DomainError =>
  new DomainError('run_closed', 'conflict', `The run is ${status}; this is for runs that are pending or running.`, {
    status,
  });

export const illegalTransition = (from: RunStatus, to: RunStatus): DomainError =>
  new DomainError('illegal_transition', 'conflict', `A run that is ${from} cannot become ${to}.`, { from, to });

const clusterMissing = () => unknownReference('cluster', 'clusterId');

export const savingRun: Refusals = {
  fk_pipeline_runs_pipeline: () => unknownReference('pipeline', 'pipelineId'),
  fk_pipeline_runs_persona: () => unknownReference('persona', 'personaId'),
  fk_pipeline_runs_cluster: clusterMissing,
  ck_pipeline_runs_cluster_persona: clusterMissing,
  ck_pipeline_runs_persona_of_cluster: () =>
    new DomainError(
      'persona_mismatch',
      'unprocessable',
      'A run with a cluster has the persona of the cluster; take another cluster, or take the run out first.',
    ),
  ck_pipeline_runs_persona_fixed: () =>
    new DomainError('run_closed', 'conflict', 'The persona of a completed run cannot change.'),
};
