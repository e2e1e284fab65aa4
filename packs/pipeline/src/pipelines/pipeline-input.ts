export interface NewStep {
  name: string;
  position: number;
  workflowTemplate: string;
  needsRunPrompt?: boolean;
  needsParentImagePath?: boolean;
  needsRunVariables?: boolean;
  outputNode?: string | null;
  timeoutMinutes?: number | null;
}

/** With the id of the step to change; without it a new step. */
export interface ChangedStep extends NewStep {
  id?: string | null;
}

export interface NewPipeline {
  name: string;
  description?: string | null;
  steps?: NewStep[];
}

/** Absent fields do not change. Steps that are missing from `steps` are deleted. */
export interface PipelineChanges {
  name?: string;
  description?: string | null;
  steps?: ChangedStep[];
}
