import type { Shown } from '@trellis/database';
import type { PhotoObjectEntity } from './photo-object.entity.ts';
import type { PhotoEntity } from './photo.entity.ts';

/** A photo with the facts of its original: every column of the two rows but those left out here. */
export type PhotoView = Omit<Shown<PhotoEntity>, 'imageCandidateId' | 'uploadSha256'> &
  Pick<PhotoObjectEntity, 'contentType' | 'byteSize' | 'width' | 'height' | 'sha256'> & {
    candidateId: string | null;
    /** Public, computed from PUBLIC_BASE_URL. */
    url: string;
  };

/** An original that is in the store, verified, and not yet a photo's. */
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

/** What became of one uploaded file. */
export interface UploadOutcome {
  /** As the client called it. */
  file: string;
  status: 'created' | 'refused';
  photo: PhotoView | null;
  code: string | null;
  detail: string | null;
}
