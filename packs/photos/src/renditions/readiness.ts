import { cropStrategies, type Rectangle } from '@trellis/images';

export const readinessStates = ['preparing', 'ready', 'needs_crop', 'failed'] as const;
export type ReadinessState = (typeof readinessStates)[number];

export const readinessKeys = [
  'ratio_not_allowed',
  'too_small',
  'too_large',
  'original_missing',
  'render_failed',
] as const;
export type ReadinessKey = (typeof readinessKeys)[number];

/** Why a photo cannot be posted. A client has the sentence for the key. */
export interface ReadinessReason {
  key: ReadinessKey;
  params: Record<string, number>;
}

export const cropModes = [...cropStrategies, 'rectangle', 'pad'] as const;
export type CropMode = (typeof cropModes)[number];

/** A part of a photo in pixels of the upright picture, and how it was chosen. */
export interface Crop extends Rectangle {
  mode: CropMode;
}
