import { judgeText, NO_PERSONA, type PersonaRules } from './judge-text.ts';
import { plainWords } from './plain-words.ts';

const person: PersonaRules = { depicts: 'person', realNames: ['Ada Example'], bannedWords: ['giveaway'] };
const judge = (rules: PersonaRules, text: string, field = 'prompt') => judgeText(rules, { field, text });
const allowed = { decision: 'allow', rules: [] };

describe('the words of a text', () => {
  it.each([
    ['Ｔｅｅｎ', ' teen '],
    ['tée\u00ADn', ' teen '],
    ['under-age', ' under age '],
    ['school_girl!', ' school girl '],
    ['', '  '],
  ])('%j are %j', (text, words) => {
    expect(plainWords(text)).toBe(words);
  });
});

describe('the content policy', () => {
  it.each(['a minor, nude', 'NUDE  Minör', 'explicit picture of a 15-year-old', 'nude, aged sixteen'])(
    'blocks %j for every persona, and without one',
    (text) => {
      for (const rules of [NO_PERSONA, person]) {
        const verdict = judge(rules, text);
        expect(verdict.decision).toBe('block');
        expect(verdict.rules).toContain('minor_sexualised');
      }
    },
  );

  it.each([
    'a child at a table',
    'portrait, 17 years old',
    '17yo',
    '16 y/o',
    'aged 9',
    'twelve years of age',
    'two teens',
  ])('blocks %j for a persona that depicts a person, and only for it', (text) => {
    expect(judge(person, text)).toEqual({ decision: 'block', rules: ['minor_person'] });
    expect(judge(NO_PERSONA, text)).toEqual(allowed);
  });

  it.each([
    '18 years old',
    'aged 30',
    'a woman of 25',
    'the key of a minor key',
    'baby blue cup',
    '5 years of craft',
    'twenty-five-year-old woman',
    'thirty five years old',
    'forty one year old',
    'under 80 degrees',
    'a table of 12',
    '115 years old',
  ])('allows %j', (text) => {
    expect(judge(person, text)).toEqual(allowed);
  });

  it('blocks explicit texts and the names of the list', () => {
    expect(judge(NO_PERSONA, 'a nude')).toEqual({ decision: 'block', rules: ['explicit'] });
    expect(judge(person, 'in the style of ADA  example')).toEqual({ decision: 'block', rules: ['real_person'] });
    expect(judge(person, 'Adamant examples')).toEqual(allowed);
    expect(judge(NO_PERSONA, 'Ada Example')).toEqual(allowed);
  });

  it('blocks banned words in captions, and warns of them elsewhere', () => {
    expect(judge(person, 'Giveaway!', 'caption')).toEqual({ decision: 'block', rules: ['banned_word'] });
    expect(judge(person, 'Giveaway!', 'aiPrompt')).toEqual({ decision: 'warn', rules: ['banned_word'] });
    expect(judge(person, 'giveaway', 'hashtags')).toEqual({ decision: 'block', rules: ['banned_word'] });
    expect(judge(person, 'giveaways', 'caption')).toEqual(allowed);
  });

  it('ignores empty entries of the lists', () => {
    expect(judge({ depicts: 'none', realNames: [' ', '—'], bannedWords: [''] }, 'words', 'caption')).toEqual(allowed);
  });
});
