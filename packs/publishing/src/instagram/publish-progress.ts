import { channel } from 'node:diagnostics_channel';

/** The points at which a death leaves another state, in their order. */
export const publishSteps = [
  'taken',
  'asked',
  'created',
  'kept',
  'finished',
  'sending',
  'marked',
  'sent',
  'settled',
  'read',
] as const;
export type PublishStep = (typeof publishSteps)[number];

export interface PublishProgress {
  step: PublishStep;
  postId: string;
}

const progress = channel('trellis.publish');

export const reachedStep = (step: PublishStep, postId: string): void =>
  progress.publish({ step, postId } satisfies PublishProgress);
