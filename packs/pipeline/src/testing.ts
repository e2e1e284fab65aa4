import type { Provider } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '@trellis/kernel';
import { ClusterLocks } from './runs/cluster-locks.ts';
import { ImageCandidateEntity } from './candidates/image-candidate.entity.ts';
import { PipelineStepEntity } from './pipelines/pipeline-step.entity.ts';
import { PipelineEntity } from './pipelines/pipeline.entity.ts';
import { PipelineRunEntity } from './runs/pipeline-run.entity.ts';

/** A pipeline with one step. */
export async function aPipeline(manager: EntityManager): Promise<{ id: string; stepId: string }> {
  const [id, stepId] = [newId(), newId()];
  await manager.insert(PipelineEntity, { id, name: `pipeline ${id}` });
  await manager.insert(PipelineStepEntity, {
    id: stepId,
    pipelineId: id,
    name: 'step',
    position: 1,
    workflowTemplate: '{}',
  });
  return { id, stepId };
}

/** A run of the given pipeline, or of a new one. */
export async function aRun(
  manager: EntityManager,
  fields: Partial<PipelineRunEntity> = {},
): Promise<PipelineRunEntity> {
  const id = newId();
  const pipelineId = fields.pipelineId ?? (await aPipeline(manager)).id;
  await manager.insert(PipelineRunEntity, {
    id,
    name: `run ${id}`,
    targetFolder: '/storage/runs/x',
    ...fields,
    pipelineId,
  });
  return manager.findOneByOrFail(PipelineRunEntity, { id: fields.id ?? id });
}

/** A candidate of the run's only step; `isWinner` marks it. */
export async function aCandidate(
  manager: EntityManager,
  run: { id: string; pipelineId: string },
  fields: Partial<ImageCandidateEntity> = {},
): Promise<ImageCandidateEntity> {
  const id = newId();
  const stepId =
    fields.stepId ?? (await manager.findOneByOrFail(PipelineStepEntity, { pipelineId: run.pipelineId })).id;
  const winnerAt = fields.isWinner ? new Date() : null;
  await manager.insert(ImageCandidateEntity, {
    id,
    runId: run.id,
    imagePath: `/nowhere/${id}.png`,
    winnerAt,
    ...fields,
    stepId,
  });
  return manager.findOneByOrFail(ImageCandidateEntity, { id: fields.id ?? id });
}

/** For tests of this pack alone: no pack above has clusters. */
export const noClusterLocks: Provider = { provide: ClusterLocks, useValue: { lock: () => Promise.resolve() } };

export { CompleteRunService } from './runs/complete-run.service.ts';
export { RunEvents } from './runs/run-events.ts';
export { ScoreCheck } from './voting/score-check.ts';
export { CandidateRenditionsService } from './candidates/candidate-renditions.service.ts';
