import type { PostablePhoto } from '@trellis/photos';

/** A picture of a post, in its place. */
export interface ShownPhoto {
  position: number;
  /** Undefined when it was deleted. */
  photo: PostablePhoto | undefined;
}
