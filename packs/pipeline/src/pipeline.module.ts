import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CandidateFiles } from './candidates/candidate-files.ts';
import { CandidatesController } from './candidates/candidates.controller.ts';
import { CandidatesService } from './candidates/candidates.service.ts';
import { ImageCandidateEntity } from './candidates/image-candidate.entity.ts';
import { RegisterCandidateService } from './candidates/register-candidate.service.ts';
import { PipelineFacade } from './pipeline.facade.ts';
import { PipelineStepEntity } from './pipelines/pipeline-step.entity.ts';
import { PipelineEntity } from './pipelines/pipeline.entity.ts';
import { PipelinesController } from './pipelines/pipelines.controller.ts';
import { PipelinesService } from './pipelines/pipelines.service.ts';
import { ChooseWinnerService } from './runs/choose-winner.service.ts';
import { CompleteRunService } from './runs/complete-run.service.ts';
import { FailRunService } from './runs/fail-run.service.ts';
import { PipelineRunStepEntity } from './runs/pipeline-run-step.entity.ts';
import { PipelineRunEntity } from './runs/pipeline-run.entity.ts';
import { RunEvents } from './runs/run-events.ts';
import { RunsController } from './runs/runs.controller.ts';
import { RunsService } from './runs/runs.service.ts';

const entities = [PipelineEntity, PipelineStepEntity, PipelineRunEntity, PipelineRunStepEntity, ImageCandidateEntity];

@Module({
  imports: [TypeOrmModule.forFeature(entities)],
  controllers: [PipelinesController, RunsController, CandidatesController],
  providers: [
    PipelinesService,
    RunsService,
    RunEvents,
    ChooseWinnerService,
    CompleteRunService,
    FailRunService,
    CandidateFiles,
    CandidatesService,
    RegisterCandidateService,
    PipelineFacade,
  ],
  exports: [PipelineFacade],
})
export class PipelineModule {}
