import { canonicalName } from '@trellis/kernel';

export const MOST_TAGS = 50;
/** Code points. */
export const MOST_TAG_LENGTH = 50;

/** What is compared: tags that differ in case only are one. */
export const tagKey = (tag: string): string => canonicalName(tag).toLowerCase();

/** Why these cannot be the tags of a photo. */
export function tagsFault(tags: readonly string[]): string | undefined {
  if (tags.length > MOST_TAGS) return `it would have more than ${MOST_TAGS} tags`;
  const wrong = tags.find((tag) => !/^[^\p{Cc}]{1,50}$/u.test(canonicalName(tag)));
  return wrong === undefined ? undefined : `“${wrong}” is no tag: tags have 1 to ${MOST_TAG_LENGTH} characters`;
}

/** The tags as they are stored, the first of those that are one. */
export function distinctTags(tags: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const tag of tags) if (!found.has(tagKey(tag))) found.set(tagKey(tag), canonicalName(tag));
  return found;
}
