import type { ObservedMetric, PackManifest } from '@trellis/manifest';
import { renditionLeftovers } from './candidates/rendition-leftovers.ts';
import { candidateRootsExamination } from './candidates/candidate-roots.examination.ts';
import { RunCompletedEvent } from './events/run-completed.event.ts';
import { pipelineChecks } from './library-checks.ts';
import { PipelineModule } from './pipeline.module.ts';
import { pipelineProblems } from './pipeline.problems.ts';
import { scoreExamination } from './voting/score.examination.ts';
import { scoresCommand } from './voting/scores.command.ts';
import { votesCast } from './voting/votes.service.ts';

const votesTotal: ObservedMetric = {
  type: 'counter',
  name: 'trellis_votes_total',
  help: 'Votes counted, by outcome',
  labels: ['outcome'],
  channel: votesCast,
  sampleOf: ({ outcome }: { outcome: string }) => ({ value: 1, labels: { outcome } }),
};

export const pack: PackManifest = {
  name: 'pipeline',
  module: PipelineModule,
  tables: [
    'pipelines',
    'pipeline_steps',
    'pipeline_runs',
    'pipeline_run_steps',
    'image_candidates',
    'votes',
    'run_tallies',
    'step_tallies',
  ],
  views: {
    pub_pipeline_pipelines: ['id', 'name', 'created_at'],
    pub_pipeline_runs: [
      'id',
      'pipeline_id',
      'persona_id',
      'cluster_id',
      'name',
      'status',
      'completed_at',
      'created_at',
      'updated_at',
      'winner_id',
      'open_pairs',
      'active_candidates',
      'prompt',
    ],
    pub_pipeline_steps: ['id', 'pipeline_id', 'name', 'position', 'output_node', 'timeout_minutes', 'updated_at'],
    pub_pipeline_candidates: ['id', 'run_id', 'step_id', 'parent_id', 'status', 'is_winner', 'created_at'],
  },
  problems: pipelineProblems,
  events: [RunCompletedEvent],
  checks: pipelineChecks,
  examinations: [candidateRootsExamination, scoreExamination],
  auditSubjects: ['run', 'pipeline', 'candidate'],
  references: {
    fk_pipeline_runs_persona: 'runs',
    fk_pipeline_runs_pipeline: 'runs',
    fk_image_candidates_step: 'candidates',
    fk_pipeline_run_steps_step: 'approvals',
  },
  metrics: [votesTotal],
  leftovers: [renditionLeftovers],
  commands: [scoresCommand],
};
