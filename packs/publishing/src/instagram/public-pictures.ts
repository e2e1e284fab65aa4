import type { PostablePhoto } from '@trellis/photos';
import type { PostProblem } from '../problems/post-problem.ts';
import type { ShownPhoto } from '../providers/shown-photo.ts';

const LOOPBACK = /^https?:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;
const DAY_MS = 24 * 3_600_000;

/** A server on this machine can fetch from this machine; Instagram cannot. */
export const isLoopback = (url: string | undefined): boolean => url !== undefined && LOOPBACK.test(url);

const isFresh = (at: Date | null, now: number): boolean => at !== null && now - at.getTime() < DAY_MS;

/** Pictures that are not proven to be public, or not since the day before. */
export const unproven = (photos: readonly PostablePhoto[], now = Date.now()): string[] =>
  photos
    .filter(({ readiness, publicVerifiedAt }) => readiness === 'ready' && !isFresh(publicVerifiedAt, now))
    .map(({ id }) => id);

/** Why Instagram could not fetch a picture. */
export function publicProblemsOf(
  photos: readonly ShownPhoto[],
  { graphUrl, now = Date.now() }: { graphUrl: string | undefined; now?: number },
): PostProblem[] {
  return photos.flatMap(({ position, photo }) => {
    if (photo?.readiness !== 'ready') return [];
    if (photo.publicProblem === 'loopback' && !isLoopback(graphUrl))
      return [{ code: 'url_not_public', position, detail: 'Its address is on this machine. Set PUBLIC_BASE_URL.' }];
    if (isFresh(photo.publicVerifiedAt, now)) return [];
    const code = photo.publicProblem ?? 'url_not_public';
    return [{ code, position, detail: 'Instagram could not fetch the picture from its public address.' }];
  });
}
