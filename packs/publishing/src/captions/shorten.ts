/** The end of a sentence, before a space or the end. */
const SENTENCE_END = /[.!?…](?=\s|$)/gu;

/** At most `most` UTF-16 units: cut after the last sentence that fits, else before the last space, else between two characters. */
export function shorten(caption: string, most: number): string {
  const text = caption.trim();
  if (text.length <= most) return text;
  const sentence = [...text.matchAll(SENTENCE_END)]
    .map(({ index }) => index + 1)
    .filter((end) => end <= most)
    .at(-1);
  if (sentence) return text.slice(0, sentence);
  const space = text.slice(0, most + 1).search(/\s\S*$/u);
  if (space > 0) return text.slice(0, space).trimEnd();
  return whole(text.slice(0, most));
}

/** Without half of a character at its end. */
const whole = (text: string): string => (/[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text);
