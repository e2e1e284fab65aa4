import { createHash } from 'node:crypto';
import {
  decodePicture,
  fileExtension,
  jpegOf,
  MADE_BY_A_MODEL,
  hashTexts,
  narrowed,
  traitsOf,
  webpsOf,
  type Encoded,
  type Picture,
} from '@trellis/images';
import type { PictureRules } from '../photos.settings.ts';
import { judge, type Verdict } from './judge-ratio.ts';
import type { Crop, ReadinessReason, ReadinessState } from './readiness.ts';

/** Part of the key of every rendition. It rises when renditions are made in another way. */
export const RECIPE = 1;

const JPEG = { width: 1440, quality: 90, lowerQuality: 80, mostBytes: 8_000_000 } as const;
/** Widest first. */
const WEBPS = [
  ['large', 1280],
  ['preview', 640],
  ['thumb', 320],
] as const;
const WEBP_QUALITY = 75;
/** As wide as the pictures whose hashes are taken when they are registered or uploaded. */
const LOOKED_AT = 320;

export type RenditionKind = 'instagram' | (typeof WEBPS)[number][0];

/** A rendition that is not stored yet. */
export interface Rendition extends Encoded {
  kind: RenditionKind;
  sha256: string;
}

/** Everything that one decode of an original gives. */
export interface Prepared {
  /** Pixels of the upright original. */
  width: number;
  height: number;
  state: Exclude<ReadinessState, 'preparing'>;
  reasons: ReadinessReason[];
  shown: Crop | null;
  lossPercent: number | null;
  placeholder: string;
  /** 63 bits each, as text. */
  hashes: { pictureHash: string; mirrorHash: string };
  renditions: Rendition[];
}

export interface Order {
  crop: Crop | null;
  aiGenerated: boolean;
  rules: PictureRules;
  /** The most bytes of the JPEG; of Instagram by default. */
  mostBytes?: number;
}

/** @throws ImageRefusedError when the original cannot be decoded */
export async function prepare(original: Buffer, { crop, rules, ...order }: Order): Promise<Prepared> {
  const picture = await decodePicture(original);
  const { width, height } = picture;
  const verdict = judge({ width, height }, crop, rules);
  const [others, { placeholder, ...hashes }, jpeg] = await Promise.all([
    webps(picture),
    narrowed(picture, LOOKED_AT).then(traitsOf),
    'refused' in verdict ? undefined : smallJpeg(picture, verdict, order),
  ]);
  const { lossPercent } = verdict;
  const common = {
    width,
    height,
    placeholder,
    hashes: hashTexts(hashes),
    lossPercent,
    shown: 'refused' in verdict ? null : verdict.shown,
  };
  if ('refused' in verdict) return { ...common, state: verdict.refused, reasons: [verdict.reason], renditions: others };
  if (!jpeg) return { ...common, state: 'failed', reasons: [TOO_LARGE], renditions: others };
  return { ...common, state: 'ready', reasons: [], renditions: [rendition('instagram', jpeg), ...others] };
}

async function webps(picture: Picture): Promise<Rendition[]> {
  const made = await webpsOf(
    picture,
    WEBPS.map(([, most]) => most),
    WEBP_QUALITY,
  );
  return WEBPS.map(([kind], i) => rendition(kind, made[i] as Encoded));
}

const TOO_LARGE: ReadinessReason = { key: 'too_large', params: { most: JPEG.mostBytes } };

type Accepted = Extract<Verdict, { crop: unknown }>;

/** Undefined when it is too large at the lower quality too. */
async function smallJpeg(
  picture: Picture,
  { crop, padTo }: Accepted,
  { aiGenerated, mostBytes = JPEG.mostBytes }: Pick<Order, 'aiGenerated' | 'mostBytes'>,
): Promise<Encoded | undefined> {
  const order = { crop, width: JPEG.width, ...(padTo && { padTo }), ...(aiGenerated && { xmp: MADE_BY_A_MODEL }) };
  for (const quality of [JPEG.quality, JPEG.lowerQuality]) {
    const jpeg = await jpegOf(picture, { ...order, quality });
    if (jpeg.bytes.length <= mostBytes) return jpeg;
  }
  return undefined;
}

const rendition = (kind: RenditionKind, encoded: Encoded): Rendition => ({
  ...encoded,
  kind,
  sha256: createHash('sha256').update(encoded.bytes).digest('hex'),
});

/** Never the same for other bytes: recipe, version and hash are part of it. */
export const keyOf = (photoId: string, version: number, { kind, sha256, contentType }: Rendition): string =>
  `renditions/${photoId}/${kind}-${RECIPE}-${version}-${sha256.slice(0, 16)}.${fileExtension(contentType)}`;
