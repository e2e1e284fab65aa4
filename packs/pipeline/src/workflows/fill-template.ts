import { PLACEHOLDER } from '../pipelines/workflow-template.ts';

export type TemplateValues = Readonly<Record<string, unknown>>;

/** Which placeholder could not be filled, and why. */
export class TemplateValueError extends Error {
  constructor(
    readonly key: string,
    readonly problem: 'missing' | 'invalid',
    readonly detail: string,
  ) {
    super(`${key}: ${detail}`);
  }
}

/** A JSON string with its quotes; a template outside of its strings has no quote. */
const STRING = /"(?:[^"\\]|\\.)*"/g;
const ALONE = new RegExp(`^"${PLACEHOLDER.source}"$`);

/**
 * The template with every placeholder filled, once and in one pass: what a value contains is text, never a placeholder.
 * Inside a string a value is JSON-escaped text; a string that is one placeholder alone becomes the number or boolean its value is;
 * outside of strings only numbers and booleans fit. The result is JSON.
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

/** A placeholder that touches other text, such as `-{{n}}`, may be filled with what is no JSON there. */
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
      'has a value that makes no JSON where it stands',
    );
  }
}

const fillBare = (text: string, values: TemplateValues): string =>
  text.replace(PLACEHOLDER, (_, key: string) => {
    const value = valueOf(key, values);
    if (isLiteral(value)) return JSON.stringify(value);
    throw new TemplateValueError(
      key,
      'invalid',
      'stands where only a number or a boolean fits, and its value is a text',
    );
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
  throw new TemplateValueError(key, 'invalid', 'has a value that is neither a text, a number nor a boolean');
}
