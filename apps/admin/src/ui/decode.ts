const KEPT = 24;
const decoded = new Map<string, Promise<HTMLImageElement>>();

/** The picture of a candidate, as large as a screen needs it. */
export const pictureOf = (candidateId: string): string => `/api/v1/candidates/${candidateId}/renditions/1280`;

/** Loads and decodes a picture, and keeps it: an image that is not held is decoded again. */
export async function decode(url: string): Promise<void> {
  const known = decoded.get(url);
  if (known) decoded.delete(url);
  const loading = known ?? load(url);
  decoded.set(url, loading);
  for (const [oldest] of decoded) {
    if (decoded.size <= KEPT) break;
    decoded.delete(oldest);
  }
  try {
    await loading;
  } catch (error) {
    decoded.delete(url);
    throw error;
  }
}

async function load(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}
