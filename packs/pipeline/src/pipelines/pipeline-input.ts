export interface NewStep {
  name: string;
  position: number;
  workflowTemplate: string;
  needsRunPrompt?: boolean;
  needsParentImagePath?: boolean;
  needsRunVariables?: boolean;
}

/** With the id of the step that is meant; a new step without it. */
export interface ChangedStep extends NewStep {
  id?: string | null;
}

export interface NewPipeline {
  name: string;
  description?: string | null;
  steps?: NewStep[];
}

/** Fields that are absent stay as they are; steps that are left out of `steps` are removed. */
export interface PipelineChanges {
  name?: string;
  description?: string | null;
  steps?: ChangedStep[];
}
