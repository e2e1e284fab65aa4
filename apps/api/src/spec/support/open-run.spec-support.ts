import type { RunningApp } from './running-app.spec-support.ts';

interface Named {
  id: string;
}

export interface OpenRun {
  id: string;
  stepIds: string[];
  /** Registers a candidate with the image, by default on the first step. */
  add(stepId?: string, parentId?: string): Promise<string>;
}

export const UNKNOWN_ID = '01890a5d-ac96-774b-bcce-b302099a8fff';

export const aStep = (position: number, more = {}): object => ({
  name: `step ${position}`,
  position,
  workflowTemplate: '{}',
  ...more,
});

/** A run of a new pipeline. All of its candidates use the one image at `imagePath`. */
export async function anOpenRun(
  app: RunningApp,
  imagePath: string,
  { steps = [aStep(1)], run = {} }: { steps?: object[]; run?: object } = {},
): Promise<OpenRun> {
  const pipeline = await app.ok<Named & { steps: Named[] }>('post', '/pipelines', { name: 'p', steps });
  const { id } = await app.ok<Named>('post', '/runs', { pipelineId: pipeline.id, ...run });
  const stepIds = pipeline.steps.map((step) => step.id);
  const add = async (stepId = stepIds[0], parentId?: string) =>
    (await app.ok<Named>('post', `/runs/${id}/candidates`, { stepId, imagePath, parentId })).id;
  return { id, stepIds, add };
}
