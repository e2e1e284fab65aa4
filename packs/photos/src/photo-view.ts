import type { Shown } from '@trellis/database';
import type { PhotoObjectEntity } from './photo-object.entity.ts';
import type { PhotoEntity } from './photo.entity.ts';

/** A photo with the facts of its original: every column of the two rows except those omitted here. */
export type PhotoView = Omit<Shown<PhotoEntity>, 'imageCandidateId' | 'uploadSha256'> &
  Pick<PhotoObjectEntity, 'contentType' | 'byteSize' | 'width' | 'height' | 'sha256'> & {
    candidateId: string | null;
    /** Public, computed from PUBLIC_BASE_URL. */
    url: string;
  };

/** A verified original in the store that has no photo yet. */
export interface StoredOriginal {
  key: string;
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
}
