import { hashTexts, traitsOf, webpsOf, type Picture } from '@trellis/images';

/** Widths of the renditions of a candidate, in pixels. None is enlarged. */
export const renditionWidths = [320, 640, 1280] as const;
export type RenditionWidth = (typeof renditionWidths)[number];

export const RENDITION_QUALITY = 75;

/** What a candidate's row has of its picture. */
export interface PictureColumns {
  /** ThumbHash, base64. */
  placeholder: string;
  /** 63 bits each, as text of 0 and 1. */
  pictureHash: string;
  mirrorHash: string;
}

/** What is made of the small picture of the check. */
export interface CandidatePicture {
  columns: PictureColumns;
  /** The WebP of 320 pixels. */
  thumbnail: Buffer;
}

export async function candidatePicture(small: Picture): Promise<CandidatePicture> {
  const [{ placeholder, ...hashes }, [webp]] = await Promise.all([
    traitsOf(small),
    webpsOf(small, [renditionWidths[0]], RENDITION_QUALITY),
  ]);
  if (!webp) throw new Error('there is no thumbnail');
  return { columns: { placeholder, ...hashTexts(hashes) }, thumbnail: webp.bytes };
}
