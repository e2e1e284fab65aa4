import { Module } from '@nestjs/common';
import { DatabaseModule } from '@trellis/database';
import { PersonasModule } from '@trellis/personas';
import { RejectCandidateService } from './candidates/reject-candidate.service.ts';
import { RejectionBatchController } from './candidates/rejection-batch.controller.ts';
import { RejectionBatchService } from './candidates/rejection-batch.service.ts';
import { RejectionController } from './candidates/rejection.controller.ts';
import { RegisteredFiles } from './candidates/registered-files.ts';
import { CandidateFiles } from './candidates/candidate-files.ts';
import { CandidatesController } from './candidates/candidates.controller.ts';
import { CandidateRenditionsController } from './candidates/candidate-renditions.controller.ts';
import { CandidateRenditionsService } from './candidates/candidate-renditions.service.ts';
import { RenditionFiles } from './renditions/rendition-files.ts';
import { CandidatesService } from './candidates/candidates.service.ts';
import { ImageCandidateEntity } from './candidates/image-candidate.entity.ts';
import { PipelineGeneration } from './generation/generation.facade.ts';
import { PrepareCandidateService } from './candidates/prepare-candidate.service.ts';
import { RegisterCandidateService } from './candidates/register-candidate.service.ts';
import { GatesController } from './gates/gates.controller.ts';
import { GatesService } from './gates/gates.service.ts';
import { WinnerController } from './candidates/winner.controller.ts';
import { PipelineFacade } from './pipeline.facade.ts';
import { PipelineImport } from './pipeline.import.ts';
import { PipelineStepEntity } from './pipelines/pipeline-step.entity.ts';
import { PipelineEntity } from './pipelines/pipeline.entity.ts';
import { PipelinesController } from './pipelines/pipelines.controller.ts';
import { PipelinesService } from './pipelines/pipelines.service.ts';
import { ChooseWinnerService } from './candidates/choose-winner.service.ts';
import { CompleteRunService } from './runs/complete-run.service.ts';
import { FailRunService } from './runs/fail-run.service.ts';
import { PipelineRunStepEntity } from './runs/pipeline-run-step.entity.ts';
import { PipelineRunEntity } from './runs/pipeline-run.entity.ts';
import { RunEvents } from './runs/run-events.ts';
import { RunTurns } from './runs/run-turns.ts';
import { MoveRunsController } from './runs/move-runs.controller.ts';
import { MoveRunsService } from './runs/move-runs.service.ts';
import { RunsController } from './runs/runs.controller.ts';
import { RunsService } from './runs/runs.service.ts';
import { StepTallyEntity } from './voting/step-tally.entity.ts';
import { StandingsController } from './voting/standings.controller.ts';
import { StandingsService } from './voting/standings.service.ts';
import { UpcomingPairsService } from './voting/upcoming-pairs.service.ts';
import { NextPairService } from './voting/next-pair.service.ts';
import { RunTallyEntity } from './voting/run-tally.entity.ts';
import { ScoreCheck } from './voting/score-check.ts';
import { VoteEntity } from './voting/vote.entity.ts';
import { VotesService } from './voting/votes.service.ts';
import { VotingController } from './voting/voting.controller.ts';
import { WorkflowController } from './workflows/workflow.controller.ts';
import { PreviewWorkflowService } from './workflows/preview-workflow.service.ts';

const entities = [
  PipelineEntity,
  PipelineStepEntity,
  PipelineRunEntity,
  PipelineRunStepEntity,
  ImageCandidateEntity,
  VoteEntity,
  RunTallyEntity,
  StepTallyEntity,
];

@Module({
  imports: [DatabaseModule.entities(entities), PersonasModule],
  controllers: [
    PipelinesController,
    RunsController,
    MoveRunsController,
    CandidatesController,
    RejectionBatchController,
    RejectionController,
    CandidateRenditionsController,
    WinnerController,
    VotingController,
    StandingsController,
    GatesController,
    WorkflowController,
  ],
  providers: [
    PipelinesService,
    RunsService,
    MoveRunsService,
    RunEvents,
    RunTurns,
    ChooseWinnerService,
    CompleteRunService,
    FailRunService,
    CandidateFiles,
    RegisteredFiles,
    RenditionFiles,
    CandidateRenditionsService,
    CandidatesService,
    PrepareCandidateService,
    RegisterCandidateService,
    RejectCandidateService,
    RejectionBatchService,
    VotesService,
    NextPairService,
    UpcomingPairsService,
    StandingsService,
    GatesService,
    PreviewWorkflowService,
    ScoreCheck,
    PipelineFacade,
    PipelineGeneration,
    PipelineImport,
  ],
  exports: [PipelineFacade, PipelineGeneration, PipelineImport, ScoreCheck, RenditionFiles],
})
export class PipelineModule {}
