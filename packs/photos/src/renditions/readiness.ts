import type { CropStrategy, Rectangle } from '@trellis/images';

export type ReadinessState = 'preparing' | 'ready' | 'needs_crop' | 'failed';

export type ReadinessKey = 'ratio_not_allowed' | 'too_small' | 'too_large' | 'original_missing' | 'render_failed';

/** Why a photo cannot be posted. A client has the sentence for the key. */
export interface ReadinessReason {
  key: ReadinessKey;
  params: Record<string, number>;
}

export type CropMode = CropStrategy | 'rectangle' | 'pad';

/** A part of a photo in pixels of the upright picture, and how it was chosen. */
export interface Crop extends Rectangle {
  mode: CropMode;
}
