import type { PipelineStepEntity } from './pipeline-step.entity.ts';
import type { PipelineEntity } from './pipeline.entity.ts';

/** A pipeline as it is read: its steps by position. */
export type PipelineWithSteps = PipelineEntity & { steps: PipelineStepEntity[] };
