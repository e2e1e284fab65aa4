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
  let filled = '';
  let from = 0;
  for (const { 0: text, index } of template.matchAll(STRING)) {
    filled += fillBare(template.slice(from, index), values) + fillString(text, values);
    from = index + text.length;
  }
  return checked(filled + fillBare(template.slice(from), values), template);
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

const fillBare = (text: string, values: TemplateValues): string =>
  text.replace(PLACEHOLDER, (_, key: string) => {
    const value = valueOf(key, values);
    if (isLiteral(value)) return JSON.stringify(value);
    throw new TemplateValueError(key, 'invalid', 'needs a number or a boolean at its place, and its value is a string');
  });

function fillString(text: string, values: TemplateValues): string {
  const key = ALONE.exec(text)?.[1];
  const alone = key !== undefined && valueOf(key, values);
  if (key !== undefined && isLiteral(alone)) return JSON.stringify(alone);
  return text.replace(PLACEHOLDER, (_, name: string) => JSON.stringify(String(valueOf(name, values))).slice(1, -1));
}

const isLiteral = (value: unknown): value is number | boolean =>
  typeof value === 'number' || typeof value === 'boolean';

function valueOf(key: string, values: TemplateValues): string | number | boolean {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  if (value === undefined || value === null) throw new TemplateValueError(key, 'missing', 'has no value');
  if (typeof value === 'string' || isLiteral(value)) return value;
  throw new TemplateValueError(key, 'invalid', 'has a value that is neither a string, a number nor a boolean');
}
