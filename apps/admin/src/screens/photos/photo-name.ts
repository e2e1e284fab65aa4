import type { PhotoResponse } from '@trellis/api-client';

/** What a photo is called: by what it shows, or by its file. */
export const nameOf = ({ altText, path }: Pick<PhotoResponse, 'altText' | 'path'>): string =>
  altText ?? path.split(/[/\\]/).at(-1) ?? 'photo';

type Pictures = Pick<PhotoResponse, 'renditions' | 'originalUrl'>;

/** The address of the picture as Instagram shows it, or as much of it as there is. */
export const largeOf = ({ renditions, originalUrl }: Pictures): string =>
  renditions.instagram?.url ?? renditions.large?.url ?? originalUrl;

/** What a grid keeps of a photo: of a hundred thousand, every byte counts. */
export interface GridPhoto extends Pick<
  PhotoResponse,
  'id' | 'personaId' | 'clusterId' | 'starred' | 'tags' | 'placeholder'
> {
  name: string;
  small: string | undefined;
  large: string;
  /** In words: whether it can be posted. */
  state: string;
  isHeld: boolean;
}

export const gridPhoto = (photo: PhotoResponse): GridPhoto => ({
  id: photo.id,
  personaId: photo.personaId,
  clusterId: photo.clusterId,
  starred: photo.starred,
  tags: photo.tags,
  placeholder: photo.placeholder,
  name: nameOf(photo),
  small: photo.renditions.thumb?.url ?? photo.renditions.preview?.url,
  large: largeOf(photo),
  state: photo.postedAt ? 'posted' : photo.readiness.state.replace('_', ' '),
  isHeld: photo.heldBy !== null,
});
