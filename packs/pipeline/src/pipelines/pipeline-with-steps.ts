import type { PipelineStepEntity } from './pipeline-step.entity.ts';
import type { PipelineEntity } from './pipeline.entity.ts';

/** A pipeline with its steps by position. */
export type PipelineWithSteps = PipelineEntity & { steps: PipelineStepEntity[] };
