import { DomainError, unknownReference } from '@trellis/kernel';
import type { Refusals } from '@trellis/database';
import { personaProblems } from '@trellis/personas';
import type { RunStatus } from './pipeline-run.entity.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

export const runClosed = (status: RunStatus): DomainError =>
  new DomainError(
    pipelineProblems.run_closed,
    `The run is ${status}. This requires a run that is pending or running.`,
    {
      status,
    },
  );

export const illegalTransition = (from: RunStatus, to: RunStatus): DomainError =>
  new DomainError(pipelineProblems.illegal_transition, `A run that is ${from} cannot become ${to}.`, { from, to });

const clusterMissing = () => unknownReference(pipelineProblems.cluster_not_found, 'clusterId');

export const savingRun: Refusals = {
  fk_pipeline_runs_pipeline: () => unknownReference(pipelineProblems.pipeline_not_found, 'pipelineId'),
  fk_pipeline_runs_persona: () => unknownReference(personaProblems.persona_not_found, 'personaId'),
  fk_pipeline_runs_cluster: clusterMissing,
  ck_pipeline_runs_cluster_persona: clusterMissing,
  ck_pipeline_runs_persona_of_cluster: () =>
    new DomainError(
      personaProblems.persona_mismatch,
      'A run with a cluster has the persona of the cluster. Choose another cluster, or remove the run from its cluster first.',
    ),
  ck_pipeline_runs_persona_fixed: () =>
    new DomainError(pipelineProblems.run_closed, 'The persona of a completed run cannot change.'),
};
