import { canonicalName } from '@trellis/kernel';

export const MOST_TAGS = 50;
/** Code points. */
export const MOST_TAG_LENGTH = 50;

/** What is compared: tags that differ in case only are one. */
export const tagKey = (tag: string): string => canonicalName(tag).toLowerCase();

/** The tags as they are stored, the first of those that are one. */
export function distinctTags(tags: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const tag of tags) if (!found.has(tagKey(tag))) found.set(tagKey(tag), canonicalName(tag));
  return found;
}
