import { plainWords } from './plain-words.ts';

const terms = (text: string): string[] => text.split(',').map(plainWords);

/** Words for people under 18. English. */
export const MINORS = terms(
  `child, children, childlike, kid, kids, minor, minors, infant, infants, toddler, toddlers, newborn, newborns, baby, babies,
  teen, teens, teenage, teenaged, teenager, teenagers, preteen, preteens, pre teen, tween, tweens, adolescent, adolescents,
  juvenile, juveniles, underage, underaged, under age, little girl, little girls, little boy, little boys, young girl,
  young girls, young boy, young boys, schoolgirl, schoolgirls, schoolboy, schoolboys, school girl, school girls, school boy,
  school boys, schoolchild, schoolchildren, loli, lolis, lolita, shota, shotas`,
);

/** Terms that contain a word for a minor and mean something else. */
export const NEUTRAL = terms(
  `baby blue, baby pink, baby s breath, baby grand, kid gloves, asia minor, ursa minor, minor key`,
);

const EXPLICIT_WORDS = `nude, nudes, nudity, naked, topless, nsfw, explicit, sex, sexual, sexually, porn, porno,
  pornographic, pornography, erotic, erotica, genital, genitals, genitalia, orgasm, masturbation, intercourse`;

export const EXPLICIT = terms(EXPLICIT_WORDS);

/** What is not explicit about an adult, and never right about a minor. */
export const SEXUAL = [
  ...EXPLICIT,
  ...terms(`sexy, sexualised, sexualized, sensual, seductive, seductively, provocative, lingerie, underwear, fetish,
  aroused, undressed, undressing, bikini`),
];

const NUMBERS =
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen`.split(
    ' ',
  );
const AGE = `(?:1[0-7]|[0-9]|${NUMBERS.join('|')})`;
/** `twenty five` is not `five`, and `1 15` is not an age. */
const ALONE = `(?<!(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|[0-9]))`;
const SOMEONE = `(?:girls?|boys?|wom[ae]n|m[ae]n|lad(?:y|ies)|persons?|people|models?|students?)`;

/** `15-year-old`, `15yo`, `aged 15`, `under 18`, `girl of 15`, `she is 15`, in plain words, under 18. */
export const MINORS_AGES = [
  `${ALONE} ${AGE} ?(?:years?|yrs?) (?:olds?|of age|young) `,
  `${ALONE} ${AGE} ?(?:yo|y o) `,
  ` (?:aged?|age of) ${AGE} `,
  ` (?:under|below|younger than) (?:1[0-8]|eighteen) `,
  ` ${SOMEONE} (?:of|is|are) ${AGE} `,
  ` (?:she|he|they) (?:is|are|was|were|looks?) ${AGE} `,
].map((phrase) => new RegExp(phrase, 'u'));
