import type { PhotoResponse } from '@trellis/api-client';

/** What a photo is called: by what it shows, or by its file. */
export const nameOf = ({ altText, path }: Pick<PhotoResponse, 'altText' | 'path'>): string =>
  altText ?? path.split(/[/\\]/).at(-1) ?? 'photo';

/** The address of the picture as Instagram shows it, or as much of it as there is. */
export const largeOf = ({ renditions, originalUrl }: Pick<PhotoResponse, 'renditions' | 'originalUrl'>): string =>
  renditions.instagram?.url ?? renditions.large?.url ?? originalUrl;
