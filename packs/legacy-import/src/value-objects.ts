import { isStorableText } from '@trellis/kernel';

type Test = (value: unknown) => boolean;
type Fields = Readonly<Record<string, Test>>;

const text =
  (most: number): Test =>
  (value) =>
    typeof value === 'string' && value !== '' && isStorableText(value) && [...value].length <= most;
const whole =
  (most: number): Test =>
  (value) =>
    Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;
const listOf =
  (most: number, test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(test);

export const CAPTION_FIELDS: Fields = { tone: text(500), style: text(500), voice: text(500), maxLength: whole(2200) };
export const HASHTAG_FIELDS: Fields = {
  maxTags: whole(30),
  brandTags: listOf(30, text(100)),
  strategyType: text(100),
};

export interface Taken {
  /** Null when no key fits. */
  value: Record<string, unknown> | null;
  /** Keys that we have no field for. */
  unknown: string[];
  /** Keys whose value does not fit. */
  unfit: string[];
}

/** The fields of a legacy object that fit ours. Its keys may be in snake case. */
export function takeFields(object: Record<string, unknown>, fields: Fields): Taken {
  const value: Record<string, unknown> = {};
  const [unknown, unfit]: [string[], string[]] = [[], []];
  for (const [key, content] of Object.entries(object)) {
    const name = key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    if (fields[name]?.(content)) value[name] = content;
    else if (content !== null) (Object.hasOwn(fields, name) ? unfit : unknown).push(key);
  }
  return { value: Object.keys(value).length > 0 ? value : null, unknown, unfit };
}
