import type { PolicedText, PolicyVerdict } from '@trellis/kernel';
import { containsTerm, plainWords } from './plain-words.ts';
import { EXPLICIT, MINORS, MINORS_AGES, NEUTRAL, SEXUAL } from './vocabulary.ts';

/** What a persona may show. */
export interface PersonaRules {
  depicts: 'none' | 'person';
  /** People that its texts must not name. */
  realNames: readonly string[];
  /** Words that its captions must not have. */
  bannedWords: readonly string[];
}

/** The rules of a text without a persona. */
export const NO_PERSONA: PersonaRules = { depicts: 'none', realNames: [], bannedWords: [] };

const without = (words: string, terms: readonly string[]): string =>
  terms.reduce((left, term) => left.replaceAll(term, ' '), words);

/** Whether the text speaks of someone under 18. */
function namesMinor(words: string): boolean {
  return containsTerm(without(words, NEUTRAL), MINORS) || MINORS_AGES.some((age) => age.test(words));
}

/** `minor_sexualised` holds for every persona, and no setting ends it. */
export function judgeText(rules: PersonaRules, { field, text }: PolicedText): PolicyVerdict {
  const words = plainWords(text);
  const ofMinor = namesMinor(words);
  const isCaption = field === 'caption' || field === 'hashtags';
  const broken: [rule: string, is: boolean][] = [
    ['minor_sexualised', ofMinor && containsTerm(words, SEXUAL)],
    ['minor_person', ofMinor && rules.depicts === 'person'],
    ['explicit', containsTerm(words, EXPLICIT)],
    ['real_person', containsTerm(words, rules.realNames.map(plainWords))],
    ['banned_word', containsTerm(words, rules.bannedWords.map(plainWords))],
  ];
  const found = broken.flatMap(([rule, is]) => (is ? [rule] : []));
  const blocks = found.some((rule) => rule !== 'banned_word' || isCaption);
  return { decision: blocks ? 'block' : found.length > 0 ? 'warn' : 'allow', rules: found };
}
