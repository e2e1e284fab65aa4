import { Module } from '@nestjs/common';
import { DatabaseModule } from '@trellis/database';
import { PipelineModule } from '@trellis/pipeline';
import { SecretsModule } from '@trellis/secrets';
import { AttemptRows } from './attempts/attempt-rows.ts';
import { EndAttemptService } from './attempts/end-attempt.service.ts';
import { GenerationAttemptEntity } from './attempts/generation-attempt.entity.ts';
import { CollectService } from './collecting/collect.service.ts';
import { GenerationOutputEntity } from './collecting/generation-output.entity.ts';
import { Pauses } from './collecting/pauses.ts';
import { TakePicturesService } from './collecting/take-pictures.service.ts';
import { FilledWorkflows } from './driving/filled-workflows.ts';
import { FollowAttemptService } from './driving/follow-attempt.service.ts';
import { GenerationDriver } from './driving/generation-driver.ts';
import { LatePicturesService } from './driving/late-pictures.service.ts';
import { ParentImageService } from './driving/parent-image.service.ts';
import { SendAttemptService } from './driving/send-attempt.service.ts';
import { NextJobs, Sending, ServerTurns } from './driving/server-turns.ts';
import { GenerationJobEntity } from './jobs/generation-job.entity.ts';
import { JobsController } from './jobs/jobs.controller.ts';
import { JobsService } from './jobs/jobs.service.ts';
import { SteerJobService } from './jobs/steer-job.service.ts';
import { UnwantedJobs } from './jobs/unwanted-jobs.ts';
import { GenerationController } from './runs/generation.controller.ts';
import { ReadGenerationService } from './runs/read-generation.service.ts';
import { SteerGenerationService } from './runs/steer-generation.service.ts';
import { RunGenerationEntity } from './runs/run-generation.entity.ts';
import { DueJobsService } from './scheduling/due-jobs.service.ts';
import { SchedulerService } from './scheduling/scheduler.service.ts';
import { CheckServerService } from './server-checks/check-server.service.ts';
import { ServerChecksController } from './server-checks/server-checks.controller.ts';
import { ComfyServerEntity } from './servers/comfy-server.entity.ts';
import { FirstServer } from './servers/first-server.ts';
import { GenerationLibraryEntity } from './servers/generation-library.entity.ts';
import { ServerClients } from './servers/server-clients.ts';
import { ServerRows } from './servers/server-rows.ts';
import { ServersController } from './servers/servers.controller.ts';
import { ServersService } from './servers/servers.service.ts';
import { StepServerRefusalEntity } from './servers/step-server-refusal.entity.ts';

const entities = [
  ComfyServerEntity,
  GenerationLibraryEntity,
  StepServerRefusalEntity,
  RunGenerationEntity,
  GenerationJobEntity,
  GenerationAttemptEntity,
  GenerationOutputEntity,
];

@Module({
  imports: [DatabaseModule.entities(entities), SecretsModule, PipelineModule],
  controllers: [ServersController, ServerChecksController, GenerationController, JobsController],
  providers: [
    ServerRows,
    ServerClients,
    FirstServer,
    AttemptRows,
    EndAttemptService,
    UnwantedJobs,
    DueJobsService,
    SchedulerService,
    NextJobs,
    Pauses,
    TakePicturesService,
    CollectService,
    LatePicturesService,
    ParentImageService,
    FilledWorkflows,
    SendAttemptService,
    Sending,
    FollowAttemptService,
    ServerTurns,
    GenerationDriver,
    ServersService,
    CheckServerService,
    ReadGenerationService,
    SteerGenerationService,
    JobsService,
    SteerJobService,
  ],
})
export class GenerationModule {}
