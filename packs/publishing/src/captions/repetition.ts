const WORD = /[\p{L}\p{N}]+/gu;
const SHORTEST = 3;
const N = 3;

/** From here on a caption is too much like another. */
export const REPEATS = 0.5;

/** The groups of three words that follow each other, of the words of three letters and more. */
export function trigramsOf(caption: string): Set<string> {
  const words = [...caption.normalize('NFC').toLowerCase().matchAll(WORD)]
    .map(([word]) => word)
    .filter((word) => [...word].length >= SHORTEST);
  return new Set(words.slice(N - 1).map((_, n) => words.slice(n, n + N).join(' ')));
}

/** The share of the caption's trigrams that another caption has too, 0 to 1; 0 for a caption without any. */
export function shareOf(caption: string, other: string): number {
  const [own, others] = [trigramsOf(caption), trigramsOf(other)];
  if (own.size === 0) return 0;
  return [...own].filter((trigram) => others.has(trigram)).length / own.size;
}

/** What two captions are compared by to be the same. */
export const sameCaption = (a: string, b: string): boolean => a.normalize('NFC').trim() === b.normalize('NFC').trim();
