import type { PhotoResponse } from '@trellis/api-client';

/** What a photo is called: by what it shows, or by its file. */
export const nameOf = ({ altText, path }: Pick<PhotoResponse, 'altText' | 'path'>): string =>
  altText ?? path.split(/[/\\]/).at(-1) ?? 'photo';
