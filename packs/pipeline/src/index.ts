export { PipelineModule } from './pipeline.module.ts';
export { PipelineFacade } from './pipeline.facade.ts';
export type { RunStanding, Winner } from './runs/run-standing.ts';
export type { NewRun, RunView } from './runs/run-view.ts';
export { RunCompletedEvent } from './events/run-completed.event.ts';
export { votesCast } from './voting/vote.service.ts';
export { ScoreCheck, type ScoreDifference } from './voting/score-check.ts';
export { ClusterLocks } from './runs/cluster-locks.ts';
export { pipelineChecks } from './library-checks.ts';
