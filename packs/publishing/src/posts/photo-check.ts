import type { PostablePhoto } from '@trellis/photos';
import type { PostProblem } from '../problems/post-problem.ts';
import type { ShownPhoto } from '../providers/shown-photo.ts';
import type { PostEntity } from './post.entity.ts';

/** The provider crops a carousel to the shape of its first picture: a difference of one pixel in a hundred is none. */
const SAME_SHAPE = 0.01;

const reasonOf: Readonly<Record<PostablePhoto['readiness'], string>> = {
  ready: '',
  preparing: 'Its renditions are being made. Try again in a moment.',
  needs_crop: 'It needs a crop: Instagram does not show its shape.',
  failed: 'It cannot be posted.',
};

/** What is wrong with the photos of a post, each with its position. */
export function photoProblemsOf(
  { id, allowRepost }: Pick<PostEntity, 'id' | 'allowRepost'>,
  photos: readonly ShownPhoto[],
): PostProblem[] {
  const shape = shapeOf(photos[0]?.photo);
  return photos.flatMap(({ position, photo }) => {
    const at = (code: string, detail: string): PostProblem => ({ code, detail, position });
    if (!photo) return [at('photo_not_found', 'The photo was deleted. Choose another one.')];
    const [own, reasons] = [shapeOf(photo), photo.reasons.map(({ key }) => key).join(', ')];
    return [
      photo.heldBy && photo.heldBy !== id && at('photo_held', `The post ${photo.heldBy} holds the photo.`),
      photo.postedAt && !allowRepost && at('photo_posted', 'The photo was posted. Send allowRepost to post it again.'),
      photo.readiness !== 'ready' &&
        at('photo_not_ready', [reasonOf[photo.readiness], reasons && `(${reasons})`].filter(Boolean).join(' ')),
      shape &&
        own &&
        Math.abs(own / shape - 1) > SAME_SHAPE &&
        at('shapes_differ', 'It has another shape than the first picture, to which all are cropped. Crop it alike.'),
    ].filter((one): one is PostProblem => Boolean(one));
  });
}

const shapeOf = (photo: PostablePhoto | undefined): number | undefined =>
  photo?.width && photo.height ? photo.width / photo.height : undefined;
