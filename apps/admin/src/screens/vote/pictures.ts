const KEPT = 24;
const decoded = new Map<string, Promise<HTMLImageElement>>();

export const pictureOf = (candidateId: string): string => `/api/v1/candidates/${candidateId}/renditions/1280`;

/** Loads and decodes a picture, and keeps it: an image that is not held is decoded again. */
export async function decode(candidateId: string): Promise<void> {
  const known = decoded.get(candidateId);
  if (known) decoded.delete(candidateId);
  const loading = known ?? load(pictureOf(candidateId));
  decoded.set(candidateId, loading);
  for (const [oldest] of decoded) {
    if (decoded.size <= KEPT) break;
    decoded.delete(oldest);
  }
  try {
    await loading;
  } catch (error) {
    decoded.delete(candidateId);
    throw error;
  }
}

async function load(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}
