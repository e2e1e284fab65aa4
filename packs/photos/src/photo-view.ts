import { HIDDEN } from '@trellis/database';
import type { ObjectPlace } from '@trellis/storage';
import type { PhotoObjectEntity } from './photo-object.entity.ts';
import type { PhotoEntity } from './photo.entity.ts';
import type { Crop, ReadinessReason, ReadinessState } from './renditions/readiness.ts';
import type { RenditionKind } from './renditions/recipe.ts';

/** Columns that clients see in another form, or not at all. */
export const INTERNAL = [
  ...HIDDEN,
  'uploadSha256',
  'imageCandidateId',
  'renditionVersion',
  'renderAttempts',
  'recipe',
  'crop',
  'readiness',
  'readinessReasons',
  'shownCrop',
  'lossPercent',
  'publicCheckedAt',
  'pictureHash',
  'mirrorHash',
  'prompt',
  'tagWords',
  'searchText',
  'search',
  'editedAt',
  'postedBy',
] as const;

/** A stored rendition. */
export interface RenditionView {
  /** Public, computed from PUBLIC_BASE_URL. */
  url: string;
  contentType: string;
  /** Pixels. */
  width: number;
  height: number;
  byteSize: number;
  sha256: string;
}

/** Whether a photo may be posted, and if not, why. */
export interface ReadinessView {
  state: ReadinessState;
  reasons: ReadinessReason[];
  /** The part that the JPEG shows; null for the whole. */
  crop: Crop | null;
  /** What is cut off, or would have to be; null while it is not known. */
  lossPercent: number | null;
}

/** A photo with the facts of its original and its renditions. */
export type PhotoView = Omit<PhotoEntity, (typeof INTERNAL)[number]> &
  Pick<PhotoObjectEntity, 'contentType' | 'byteSize' | 'width' | 'height' | 'sha256'> & {
    candidateId: string | null;
    /** Of the last change by a person. */
    updatedAt: Date;
    /** Of the JPEG for Instagram: public, computed from PUBLIC_BASE_URL. Null until it is ready. */
    url: string | null;
    /** A path of this API. */
    originalUrl: string;
    renditions: Record<RenditionKind, RenditionView | null>;
    tags: string[];
    readiness: ReadinessView;
  };

/** A verified original in a store that has no photo yet. */
export interface StoredOriginal extends ObjectPlace {
  contentType: 'image/png' | 'image/jpeg' | 'image/webp';
  byteSize: number;
  sha256: string;
  width: number;
  height: number;
}

export interface NewPhoto {
  id: string;
  personaId: string;
  clusterId: string | null;
  imageCandidateId: string | null;
  path: string;
  uploadSha256?: string;
  /** 63 bits each, as text of 0 and 1; null while they are not known. */
  pictureHash?: string | null;
  mirrorHash?: string | null;
  /** What its run asked for: people search for it. */
  prompt?: string | null;
  /** By default winners are. */
  aiGenerated?: boolean;
}

/** A photo to create, with its stored original. */
export interface CreatedPhoto {
  photo: NewPhoto;
  original: StoredOriginal;
  actor: string;
}

/** The outcome of one uploaded file. */
export interface UploadOutcome {
  /** The client's name for the file. */
  file: string;
  status: 'created' | 'refused';
  photo: PhotoView | null;
  code: string | null;
  detail: string | null;
  /** Photos of the persona that look like the new one, nearest first. */
  similar: string[];
}
