import { useEffect, useState } from 'react';

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

/** Loads what is looked at next. What cannot be read is shown as such when it is. */
export function useAhead(urls: readonly string[]): void {
  const all = urls.join(' ');
  useEffect(() => {
    for (const url of all.split(' ').filter(Boolean)) void decode(url).catch(() => undefined);
  }, [all]);
}

/** What is shown until the new picture can be painted: the one before. */
export function useDecoded<T extends { src: string }>(wanted: T): T {
  const [shown, show] = useState(wanted);
  useEffect(() => {
    if (shown.src === wanted.src) return;
    let isWanted = true;
    const paint = () => isWanted && show(wanted);
    decode(wanted.src).then(paint, paint);
    return () => void (isWanted = false);
  }, [shown.src, wanted]);
  return shown.src === wanted.src ? wanted : shown;
}
