/** A photo as others may see it. */
export interface PhotoView {
  id: string;
  personaId: string;
  clusterId: string | null;
  candidateId: string | null;
  path: string;
  /** Public, computed from PUBLIC_BASE_URL. */
  url: string;
  contentType: string;
  /** Bytes. */
  byteSize: number;
  /** Pixels. */
  width: number;
  height: number;
  /** Hexadecimal. */
  sha256: string;
  postedAt: Date | null;
  provider: string | null;
  providerPostId: string | null;
  createdAt: Date;
}

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
