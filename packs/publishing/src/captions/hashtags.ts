/** A `#` with letters, digits and `_`, as Instagram reads it; what follows a letter or digit is no hashtag. */
const HASHTAG = /(?<![\p{L}\p{N}_])#([\p{L}\p{M}\p{N}_]+)/gu;
const WHOLE = /^[\p{L}\p{M}\p{N}_]+$/u;
const ONLY_DIGITS = /^\p{N}+$/u;

/** What two hashtags are compared by: `#Café` and `#café` are the same. */
export const keyOfTag = (tag: string): string => tag.normalize('NFC').toLowerCase();

/** A tag without its `#`, composed. Undefined where Instagram would not read it as one. */
export function asTag(text: string): string | undefined {
  const tag = text.trim().replace(/^#/, '').normalize('NFC');
  return WHOLE.test(tag) && !ONLY_DIGITS.test(tag) ? tag : undefined;
}

/** The hashtags of a caption, without `#`, each once, in order. */
export const tagsIn = (caption: string): string[] =>
  eachOnce(
    [...caption.normalize('NFC').matchAll(HASHTAG)].flatMap(([, tag = '']) => (ONLY_DIGITS.test(tag) ? [] : [tag])),
  );

/** Tags without repetitions, in order; the first spelling stays. */
export function eachOnce(tags: readonly string[]): string[] {
  const kept = new Map<string, string>();
  for (const tag of tags) if (!kept.has(keyOfTag(tag))) kept.set(keyOfTag(tag), tag);
  return [...kept.values()];
}

/** The text that is sent: the caption, an empty line, the hashtags. */
export const joined = (caption: string, hashtags: readonly string[]): string =>
  [caption, hashtags.map((tag) => `#${tag}`).join(' ')].filter(Boolean).join('\n\n');

/** How many hashtags are sent: those of the caption and of the field, each once. */
export const countOfTags = (caption: string, hashtags: readonly string[]): number =>
  eachOnce([...tagsIn(caption), ...hashtags]).length;
