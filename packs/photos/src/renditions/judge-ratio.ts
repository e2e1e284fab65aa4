import { centred, type Rectangle, type Size } from '@trellis/images';
import type { PictureRules } from '../photos.settings.ts';
import type { Crop, ReadinessReason } from './readiness.ts';

const LEAST_WIDTH = 320;

/** What of a picture may be posted. */
export type Verdict =
  | { shown: Crop | null; crop: Rectangle; padTo?: Size; lossPercent: number }
  | { refused: 'needs_crop' | 'failed'; reason: ReadinessReason; lossPercent: number | null };

/**
 * Judges the ratio in whole pixels of the upright picture. A chosen crop is taken as it is. Otherwise a picture that is
 * outside of the range is trimmed at the centre when that costs little.
 */
export function judge(picture: Size, chosen: Crop | null, rules: PictureRules): Verdict {
  if (chosen) return withCrop(picture, chosen, rules);
  const fitting = largestAllowed(picture, rules);
  const lossPercent = lossOf(picture, fitting);
  if (picture.width < LEAST_WIDTH) return tooSmall(picture.width);
  if ((area(picture) - area(fitting)) * 100 > rules.maxTrimPercent * area(picture)) {
    return needsCrop(picture, lossPercent, rules);
  }
  if (fitting.width < LEAST_WIDTH) return tooSmall(fitting.width);
  const crop = centred(picture, fitting);
  const trimmed = area(fitting) < area(picture);
  return { shown: trimmed ? { ...crop, mode: 'centre' } : null, crop, lossPercent };
}

export const isAllowed = ({ width, height }: Size, { least, most }: PictureRules): boolean =>
  width * least[1] >= height * least[0] && width * most[1] <= height * most[0];

/** The largest size inside a picture that is allowed. */
export function largestAllowed({ width, height }: Size, { least, most }: PictureRules): Size {
  return {
    width: Math.min(width, Math.floor((height * most[0]) / most[1])),
    height: Math.min(height, Math.floor((width * least[1]) / least[0])),
  };
}

/** The smallest size around a picture that is allowed. */
export function smallestAround({ width, height }: Size, { least, most }: PictureRules): Size {
  return {
    width: Math.max(width, Math.ceil((height * least[0]) / least[1])),
    height: Math.max(height, Math.ceil((width * most[1]) / most[0])),
  };
}

function withCrop(picture: Size, chosen: Crop, rules: PictureRules): Verdict {
  const { mode, ...crop } = chosen;
  const padTo = mode === 'pad' ? smallestAround(crop, rules) : undefined;
  const { width } = padTo ?? crop;
  if (width < LEAST_WIDTH) return tooSmall(width);
  // A crop of other days, when INSTAGRAM_MIN_RATIO was another.
  if (!isAllowed(padTo ?? crop, rules)) return needsCrop(crop, lossOf(picture, crop), rules);
  return { shown: chosen, crop, ...(padTo && { padTo }), lossPercent: lossOf(picture, crop) };
}

const tooSmall = (width: number): Verdict => ({
  refused: 'failed',
  reason: { key: 'too_small', params: { width, least: LEAST_WIDTH } },
  lossPercent: null,
});

const needsCrop = ({ width, height }: Size, lossPercent: number, { maxTrimPercent }: PictureRules): Verdict => ({
  refused: 'needs_crop',
  reason: { key: 'ratio_not_allowed', params: { width, height, lossPercent, maxTrimPercent } },
  lossPercent,
});

const area = ({ width, height }: Size) => width * height;
/** With one decimal. */
const lossOf = (whole: Size, part: Size) => Math.round(((area(whole) - area(part)) / area(whole)) * 1000) / 10;
