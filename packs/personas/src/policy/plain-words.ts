const MARKS = /\p{M}/gu;
/** Characters that are not seen, such as a soft hyphen, which would split a word. */
const UNSEEN = /\p{Cf}/gu;
const BETWEEN = /[^\p{L}\p{N}]+/gu;

/** The words of a text as terms are compared: compatible forms, lower case, without marks, one space around each. */
export const plainWords = (text: string): string =>
  ` ${text.normalize('NFKC').replace(UNSEEN, '').toLowerCase().normalize('NFD').replace(MARKS, '').replace(BETWEEN, ' ').trim()} `;

/** Whether the words contain one of the terms, as whole words. */
export const containsTerm = (words: string, terms: readonly string[]): boolean =>
  terms.some((term) => term.trim() !== '' && words.includes(term));
