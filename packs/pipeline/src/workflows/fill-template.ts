import { PLACEHOLDER } from '../pipelines/workflow-template.ts';

export type TemplateValues = Readonly<Record<string, unknown>>;

/** The placeholder that could not be filled, and the reason. */
export class TemplateValueError extends Error {
  constructor(
    readonly key: string,
    readonly problem: 'missing' | 'invalid',
    readonly detail: string,
  ) {
    super(`${key}: ${detail}`);
  }
}

/** A JSON string with its quotes. A template has no quotes outside of its strings. */
const STRING = /"(?:[^"\\]|\\.)*"/g;
const ALONE = new RegExp(`^"${PLACEHOLDER.source}"$`);

/**
 * Fills every placeholder of the template once, in one pass: a value is text and never a placeholder itself. Inside a
 * string a value becomes JSON-escaped text. A string that is a single placeholder becomes the number or boolean of its
 * value. Outside of strings only numbers and booleans fit. The result is JSON.
 * @throws TemplateValueError
 */
export function fillTemplate(template: string, values: TemplateValues): string {
  const filling = new Filling(values, template.length);
  let filled = '';
  let from = 0;
  for (const { 0: text, index } of template.matchAll(STRING)) {
    filled += fillBare(template.slice(from, index), filling) + fillString(text, filling);
    from = index + text.length;
  }
  return checked(filled + fillBare(template.slice(from), filling), template);
}

const MOST_PLACEHOLDERS = 2_000;
const MOST_CHARACTERS = 2 * 1024 * 1024;

/** The values of one filling, counted while they are taken: a short template can ask for a long value very often. */
class Filling {
  private placeholders = 0;

  constructor(
    private readonly values: TemplateValues,
    private characters: number,
  ) {}

  /** The value as it is inserted. @throws TemplateValueError */
  take(key: string, write: (value: string | number | boolean) => string): string {
    const text = write(valueOf(key, this.values));
    this.characters += text.length;
    if ((this.placeholders += 1) > MOST_PLACEHOLDERS)
      throw new TemplateValueError(key, 'invalid', `is one of more than ${MOST_PLACEHOLDERS} placeholders`);
    if (this.characters > MOST_CHARACTERS)
      throw new TemplateValueError(key, 'invalid', 'makes the workflow larger than 2 MB');
    return text;
  }
}

/** A placeholder next to other text, such as `-{{n}}`: the filled text may not be JSON. */
const TOUCHING = new RegExp(`[^\\s,:[\\]{}]${PLACEHOLDER.source}|${PLACEHOLDER.source}[^\\s,:[\\]{}]`);

function checked(filled: string, template: string): string {
  try {
    JSON.parse(filled);
    return filled;
  } catch {
    const found = TOUCHING.exec(template.replace(STRING, '""')) ?? TOUCHING.exec(template);
    throw new TemplateValueError(
      found?.[1] ?? found?.[2] ?? '?',
      'invalid',
      'has a value that is not valid JSON at its place',
    );
  }
}

const fillBare = (text: string, filling: Filling): string =>
  text.replace(PLACEHOLDER, (_, key: string) =>
    filling.take(key, (value) => {
      if (isLiteral(value)) return JSON.stringify(value);
      throw new TemplateValueError(
        key,
        'invalid',
        'needs a number or a boolean at its place, and its value is a string',
      );
    }),
  );

const escaped = (value: string | number | boolean): string => JSON.stringify(String(value)).slice(1, -1);

function fillString(text: string, filling: Filling): string {
  const key = ALONE.exec(text)?.[1];
  if (key === undefined) return text.replace(PLACEHOLDER, (_, name: string) => filling.take(name, escaped));
  return filling.take(key, (value) => (isLiteral(value) ? JSON.stringify(value) : `"${escaped(value)}"`));
}

const isLiteral = (value: unknown): value is number | boolean =>
  typeof value === 'number' || typeof value === 'boolean';

function valueOf(key: string, values: TemplateValues): string | number | boolean {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  if (value === undefined || value === null) throw new TemplateValueError(key, 'missing', 'has no value');
  if (typeof value === 'string' || isLiteral(value)) return value;
  throw new TemplateValueError(key, 'invalid', 'has a value that is neither a string, a number nor a boolean');
}
